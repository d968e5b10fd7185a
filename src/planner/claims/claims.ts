// Which live group is which of ours, by its ownership tags and never by its name.
import type { DesiredGroup, ListedGroup, LiveGroup } from '../../model/group.ts';
import { groupBy } from '../../model/group-by.ts';
import type { GroupId, GroupName } from '../../model/group-identity.ts';
import { withChangedGroups } from '../../model/changed-groups.ts';
import { ownedNames, type LiveState, type NamesById } from '../../model/live.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { DesiredState } from '../../model/target.ts';
import { claimRefusal, doubleRefusals, idAsNameRefusals } from './claim-refusals.ts';

/** A group of ours that stands in no file, and is to go for that. */
export interface PrunedGroup {
  readonly state: 'pruned';
  readonly name: GroupName;
  readonly source?: undefined;
}

export interface Claim {
  readonly desired: DesiredGroup | PrunedGroup;
  /** Undefined for a group that is not there yet, or not any more. */
  readonly live: LiveGroup | undefined;
  /** Why it cannot be told from the live groups, or must not be touched. */
  readonly refusal?: Refusal;
}

export interface Claims {
  readonly claims: readonly Claim[];
  readonly names: NamesById;
  /** Groups that carry our tags, stand in no file and stay. */
  readonly orphans: readonly ListedGroup[];
  /** Groups of other people that are called like one of ours. */
  readonly namesakes: readonly ListedGroup[];
  /** About live groups that no file names. */
  readonly refusals: readonly Refusal[];
  /** No group in this VPC carries our tags: a first apply, or the wrong place. */
  readonly ownsNothingYet: boolean;
}

/** The ids of live groups whose rules a plan needs: ours, and those that are to be adopted. */
export function concernedIds(
  desired: DesiredState,
  listed: readonly ListedGroup[],
): ReadonlySet<GroupId> {
  const { owner, target, groups, changed } = withChangedGroups(desired, { listed });
  const adopted = groups.flatMap((group) =>
    group.state === 'present' && group.adopt !== undefined ? [group.adopt] : [],
  );
  const owned = [...ownedNames(listed, { owner, vpc: target.vpc })];
  const planned = new Set(groups.map(({ name }) => name));
  const ours = owned.filter(([, name]) => changed === undefined || planned.has(name));
  return new Set([...ours.map(([id]) => id), ...adopted]);
}

/** `written` are all groups that stand in files, also those that are not planned. */
export function claimGroups(
  desired: DesiredState,
  { listed, groups }: LiveState,
  written: readonly DesiredGroup[] = desired.groups,
): Claims {
  const { owner, target } = desired;
  const owned = ownedNames(listed, { owner, vpc: target.vpc });
  const liveById = new Map(groups.map((group) => [group.id, group]));
  const neighbours = listed.filter(({ vpc }) => vpc === target.vpc);
  const index = indexOf(neighbours, owned);
  const elsewhere = listed.filter(({ vpc }) => vpc !== target.vpc);
  const matched = desired.groups.map((group) => {
    const candidates = candidatesFor(group, index);
    const cloudName = group.state === 'present' ? group.cloudName : group.name;
    const namesakes = index.byCloudName.get(cloudName) ?? [];
    return {
      group,
      candidates,
      namesakes: namesakes.filter((one) => !candidates.includes(one) && !owned.has(one.id)),
    };
  });
  const names = new Map(owned);
  for (const { group, candidates } of matched) {
    for (const { id } of candidates) names.set(id, group.name);
  }
  const wanted = new Set(written.map(({ name }) => name));
  const claimed = matched.map((match): Claim => {
    const [candidate] = match.candidates;
    const refusal = claimRefusal(match, { owner, owned, names, elsewhere });
    return {
      desired: match.group,
      live: candidate && liveById.get(candidate.id),
      ...(refusal === undefined ? {} : { refusal }),
    };
  });
  const orphans = neighbours.filter(({ id }) => {
    const name = names.get(id);
    return name !== undefined && !wanted.has(name);
  });
  const isPruned = ({ serviceManaged }: ListedGroup) => desired.prune === true && !serviceManaged;
  const pruned = orphans.filter(isPruned).flatMap(({ id }): Claim[] => {
    const name = names.get(id);
    if (name === undefined) return [];
    return [{ desired: { state: 'pruned', name }, live: liveById.get(id) }];
  });
  return {
    claims: [...claimed, ...pruned],
    names,
    orphans: orphans.filter((group) => !isPruned(group)),
    namesakes: [...new Set(matched.flatMap(({ namesakes }) => namesakes))].filter(
      ({ id }) => !names.has(id),
    ),
    refusals: [
      ...doubleRefusals(owned, wanted),
      ...idAsNameRefusals(names, desired.groups, listed),
    ],
    ownsNothingYet: owned.size === 0,
  };
}

/**
 * `names`, and those of groups that are observed by their ids: who only looks calls them by our names,
 * while a plan, which is applied by the tags that groups carry, cannot.
 */
export function withObservedNames(names: NamesById, { groups }: DesiredState): NamesById {
  const observed = groups.flatMap((group): [GroupId, GroupName][] => {
    const isSeen = group.state === 'present' && group.observed !== undefined;
    return isSeen && group.adopt !== undefined ? [[group.adopt, group.name]] : [];
  });
  return observed.length === 0 ? names : new Map([...observed, ...names]);
}

/** Live groups by everything that one is looked up by: there may be thousands. */
interface Index {
  readonly byId: ReadonlyMap<GroupId, ListedGroup>;
  readonly byOwnName: ReadonlyMap<GroupName | undefined, readonly ListedGroup[]>;
  readonly byCloudName: ReadonlyMap<string, readonly ListedGroup[]>;
}

function indexOf(neighbours: readonly ListedGroup[], owned: NamesById): Index {
  return {
    byId: new Map(neighbours.map((group) => [group.id, group])),
    byOwnName: groupBy(neighbours, ({ id }) => owned.get(id)),
    byCloudName: groupBy(neighbours, ({ cloudName }) => cloudName),
  };
}

/** Everything that is, or is to become, the live group of this name. More than one is a conflict. */
function candidatesFor(group: DesiredGroup, { byId, byOwnName }: Index): readonly ListedGroup[] {
  const adopt = group.state === 'present' ? group.adopt : undefined;
  const adopted = adopt === undefined ? undefined : byId.get(adopt);
  const own = byOwnName.get(group.name) ?? [];
  return adopted === undefined || own.includes(adopted) ? own : [...own, adopted];
}
