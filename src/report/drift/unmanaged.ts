// Which groups of a VPC no file has, whose they are, and how much of the rest is in the files.
import type { Coverage, UnmanagedGroup } from '../../model/drift.ts';
import type { ListedGroup, LiveGroup, PresentGroup } from '../../model/group.ts';
import { ownedName, ownerTag, tagValue, type GroupId } from '../../model/group-identity.ts';
import { ownedNames, withPeerName, type LiveState, type NamesById } from '../../model/live.ts';
import type { Note } from '../../model/plan.ts';
import { ruleKey, type RuleKey } from '../../model/rule.ts';
import type { DesiredState } from '../../model/target.ts';

/** The live groups that the files have, by id: by our tags, or because a file adopts or observes them. */
export function managedGroups(
  { owner, target, groups }: DesiredState,
  { listed }: Pick<LiveState, 'listed'>,
): NamesById {
  const written = new Set(groups.map(({ name }) => name));
  const owned = ownedNames(listed, { owner, vpc: target.vpc });
  const there = new Set(listed.flatMap(({ id, vpc }) => (vpc === target.vpc ? [id] : [])));
  const adopted = groups.flatMap((group) =>
    group.state === 'present' && group.adopt !== undefined && there.has(group.adopt)
      ? [[group.adopt, group.name] as const]
      : [],
  );
  return new Map([...adopted, ...[...owned].filter(([, name]) => written.has(name))]);
}

/** Sorted by id. */
export function unmanagedGroups(
  { owner, target }: DesiredState,
  { listed }: Pick<LiveState, 'listed'>,
  managed: NamesById,
): readonly UnmanagedGroup[] {
  return listed
    .filter(({ id, vpc }) => vpc === target.vpc && !managed.has(id))
    .map((group) => unmanagedGroup(group, owner))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

function unmanagedGroup(
  { id, cloudName, tags, serviceManaged }: ListedGroup,
  owner: string,
): UnmanagedGroup {
  const group = ownedName(tags, owner);
  if (group !== undefined) return { id, cloudName, kind: 'orphan', group };
  if (serviceManaged) return { id, cloudName, kind: 'service' };
  const other = tagValue(tags, ownerTag);
  return other === undefined
    ? { id, cloudName, kind: 'foreign' }
    : { id, cloudName, kind: 'otherOwner', owner: other };
}

export function coverageOf(
  desired: DesiredState,
  live: LiveState,
  {
    managed,
    unmanaged,
    notes,
  }: {
    readonly managed: NamesById;
    readonly unmanaged: readonly UnmanagedGroup[];
    readonly notes: readonly Note[];
  },
): Coverage {
  const others = unmanaged.filter(({ kind }) => kind !== 'service');
  const byName = new Map(
    desired.groups.flatMap((group) => (group.state === 'present' ? [[group.name, group]] : [])),
  );
  const ignored = notes.flatMap(({ code, rules = [] }) => (code === 'ignored' ? rules : []));
  const ofFiles = live.groups.reduce((sum, group) => {
    const name = managed.get(group.id);
    const written = name === undefined ? undefined : byName.get(name);
    return written === undefined ? sum : sum + managedRules(written, group, managed);
  }, 0);
  const all = live.groups.reduce((sum, { rules }) => sum + rules.length, 0);
  return {
    groups: { managed: managed.size, all: managed.size + others.length },
    rules: { managed: ofFiles - ignored.length, all },
  };
}

/** The live rules that a file decides about: those of a direction that is written whole, else those written. */
function managedRules(
  { ingress, egress, additive }: PresentGroup,
  { rules }: LiveGroup,
  names: ReadonlyMap<GroupId, PresentGroup['name']>,
): number {
  const written = { ingress, egress };
  const keys = new Set<RuleKey>(
    [...(ingress ?? []), ...(egress ?? []), ...(additive?.absent ?? [])].map(ruleKey),
  );
  return rules.filter((rule) => {
    if (written[rule.direction] === undefined) return false;
    return additive === undefined || keys.has(ruleKey(withPeerName(rule, names)));
  }).length;
}
