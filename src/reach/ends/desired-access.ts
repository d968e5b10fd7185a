// Groups as they are written, without any cloud: what nobody wrote is not known.
import type { Cidr } from '../../model/cidr.ts';
import type { PresentGroup } from '../../model/group.ts';
import type { Direction } from '../../model/rule.ts';
import type { DesiredState } from '../../model/target.ts';
import type { AccessState, StateGroup, Unwritten } from './access-state.ts';

export function desiredAccess(
  { groups }: DesiredState,
  networks: ReadonlyMap<string, readonly Cidr[]>,
): AccessState {
  const present = groups.flatMap((group) => (group.state === 'present' ? [group] : []));
  return {
    kind: 'desired',
    groups: new Map(present.map((group) => [group.name, stateGroup(group)])),
    inVpc: new Set(present.map(({ name }) => name)),
    interfaces: { kind: 'unknown', why: 'no cloud was asked' },
    names: new Map(),
    networks,
  };
}

function hasIgnored({ ignore }: PresentGroup, direction: Direction): boolean {
  const patterns = ignore?.rules ?? [];
  return patterns.some((pattern) => (pattern.direction ?? direction) === direction);
}

function stateGroup(group: PresentGroup): StateGroup {
  const { name, type, innerAccessPolicy, ingress, egress } = group;
  const keys = ['ingress', 'egress', 'innerAccessPolicy'] as const;
  // Only members of a basic group may reach each other by it.
  const unwritten: readonly Unwritten[] = keys.filter((key) => {
    if (key === 'innerAccessPolicy') return group[key] === undefined && type === 'normal';
    // Which other rules an additive group has, or one of which some are ignored, is not known either.
    return group[key] === undefined || group.additive !== undefined || hasIgnored(group, key);
  });
  return {
    name,
    type,
    innerAccessPolicy: innerAccessPolicy ?? 'drop',
    rules: [...(ingress ?? []), ...(egress ?? [])],
    isOurs: true,
    unwritten,
  };
}
