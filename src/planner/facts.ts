// What the order of steps depends on, besides the groups that change.
import type { LiveGroup } from '../model/group.ts';
import type { GroupId, GroupName } from '../model/group-identity.ts';
import { plannedInterfaces, type Interfaces } from '../model/interfaces.ts';
import { withPeerNames, type LiveState, type NamesById } from '../model/live.ts';
import { interfacesAt } from '../model/moves.ts';
import { defaultQuotas, rulesOf } from '../model/quota.ts';
import type { Step } from '../model/step.ts';
import type { DesiredState } from '../model/target.ts';
import { blastRadius } from './access/blast-radius.ts';
import type { ArrangeFacts } from './order/arrange.ts';

/** As they are before or after these steps, wherever they are now. A group without an id goes by its name. */
export function interfacesWhen(
  when: 'before' | 'after',
  { interfaces }: Pick<LiveState, 'interfaces'>,
  steps: readonly Step[],
  names: NamesById,
): Interfaces {
  if (interfaces.kind === 'unreadable') return interfaces;
  const ids = new Map([...names].map(([id, name]) => [name, id]));
  const idOf = (name: GroupName) => ids.get(name) ?? (name as string as GroupId);
  return { kind: 'read', all: interfacesAt(when, interfaces.all, { steps, idOf }) };
}

export function factsOf(
  desired: Pick<DesiredState, 'quotas'>,
  live: LiveState,
  names: NamesById,
): ArrangeFacts {
  const ours = [...live.groups, ...live.neighbours].map((group) => {
    return [names.get(group.id) ?? group.id, group] as const;
  });
  const groups = new Map<string, LiveGroup>(ours);
  const everybody = new Set([...names.values(), ...groups.keys()]);
  return {
    interfaces: live.interfaces,
    names,
    profiles: plannedInterfaces(live.interfaces, names, everybody),
    blastRadius: blastRadius(live.interfaces, names),
    groupOf: (name) => {
      const group = groups.get(name);
      return group && withPeerNames(group, names);
    },
    interfacesOf: (touched) => plannedInterfaces(live.interfaces, names, touched),
    quotas: { ...defaultQuotas, ...desired.quotas },
    listSizes: live.listSizes,
    lists: live.lists,
    weightOf: (name) => rulesOf(groups.get(name), live.listSizes),
  };
}
