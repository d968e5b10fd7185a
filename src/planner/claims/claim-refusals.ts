// When a group of ours cannot be told from the live ones, or must not be touched.
import type { DesiredGroup, ListedGroup, PresentGroup } from '../../model/group.ts';
import { groupBy } from '../../model/group-by.ts';
import { ownerTag, type GroupName } from '../../model/group-identity.ts';
import type { NamesById } from '../../model/live.ts';
import type { Refusal, RefusalCode } from '../../model/refusal.ts';

export interface ClaimedGroup {
  readonly group: DesiredGroup;
  /** Live groups that are, or are to become, this one: at most one, or it is a conflict. */
  readonly candidates: readonly ListedGroup[];
  /** Other live groups that are called like it. */
  readonly namesakes: readonly ListedGroup[];
}

interface Ownership {
  readonly owner: string;
  /** By their tags. */
  readonly owned: NamesById;
  /** By their tags, or because a file adopts them. */
  readonly names: NamesById;
  /** Groups of the region in other VPCs. */
  readonly elsewhere: readonly ListedGroup[];
}

export function claimRefusal(claimed: ClaimedGroup, ownership: Ownership): Refusal | undefined {
  const { group, candidates, namesakes } = claimed;
  const [candidate, rival] = candidates;
  if (rival !== undefined) {
    const both = `${ids(candidates)} all claim to be "${group.name}" of "${ownership.owner}"`;
    return refusal(group, 'ambiguous-identity', `${both}; take the tags off all but one`);
  }
  if (candidate?.serviceManaged === true && !isOnlyObserved(group)) {
    const why = 'belongs to a cloud service, which alone may change it';
    return refusal(group, 'service-managed', `${candidate.id} ${why}`);
  }
  if (group.state !== 'present') return undefined;
  return candidate === undefined
    ? missingRefusal(group, namesakes, ownership)
    : mismatchRefusal(group, candidate, ownership);
}

/** Whose it is makes no difference to who only looks at it. */
function isOnlyObserved(group: DesiredGroup): boolean {
  return group.state === 'present' && group.observed !== undefined;
}

/** Two live groups with one identity that no file names: a rule that refers to it has no one meaning. */
export function doubleRefusals(
  owned: NamesById,
  wanted: ReadonlySet<GroupName>,
): readonly Refusal[] {
  const byName = groupBy([...owned], ([, name]) => name);
  return [...byName].flatMap(([name, entries]): Refusal[] => {
    if (entries.length < 2 || wanted.has(name)) return [];
    const all = entries.map(([id]) => id).join(' and ');
    const message = `${all} all carry the tags of our group "${name}"; take them off all but one`;
    return [{ code: 'ambiguous-identity', message }];
  });
}

/**
 * Groups that are not ours go by their ids, so that no group of ours may be called like one of them: in
 * steps and reports it would be taken for it.
 */
export function idAsNameRefusals(
  names: NamesById,
  wanted: readonly DesiredGroup[],
  listed: readonly ListedGroup[],
): readonly Refusal[] {
  const sources = new Map(wanted.map(({ name, source }) => [name, source]));
  const idOf = new Map([...names].map(([id, name]) => [name, id]));
  const ours = new Set([...sources.keys(), ...idOf.keys()]);
  return listed.flatMap(({ id }): Refusal[] => {
    const name = id as string as GroupName;
    if (!ours.has(name) || idOf.get(name) === id) return [];
    const message = `our group "${name}" is called like the id of another group; expected another name`;
    const source = sources.get(name);
    return [{ code: 'name-is-an-id', message, ...(source && { source }) }];
  });
}

/** There is nothing to take for it, so it would be created: unless a group of its name is there. */
function missingRefusal(
  group: PresentGroup,
  namesakes: readonly ListedGroup[],
  { owner, elsewhere }: Ownership,
): Refusal | undefined {
  if (group.adopt !== undefined) {
    const found = elsewhere.find(({ id }) => id === group.adopt);
    if (found !== undefined) return refusal(group, 'cannot-change', otherVpc(group, found));
    const why = `there is no group ${group.adopt} in the VPC of the target`;
    const what = isOnlyObserved(group) ? 'be it' : 'adopt it';
    return refusal(group, 'not-found', `${why}; "${group.name}" cannot ${what}`);
  }
  const [first] = namesakes;
  if (first === undefined) return undefined;
  if (isOnlyObserved(group)) {
    const called = `${ids(namesakes)} is called "${group.cloudName}" and does not carry our tags`;
    return refusal(group, 'name-taken', `${called}; to observe it write \`adopt: ${first.id}\``);
  }
  const taken = `${ids(namesakes)} is called "${group.cloudName}" already`;
  const other = namesakes.map(({ tags }) => tags[ownerTag]).find((tag) => tag !== undefined);
  if (other !== undefined && other !== owner) {
    return refusal(group, 'owned-by-another', `${taken} and belongs to owner "${other}"`);
  }
  const advice = `to take it over write \`adopt: ${first.id}\``;
  return refusal(group, 'name-taken', `${taken} and is not ours; ${advice}`);
}

function mismatchRefusal(
  group: PresentGroup,
  { id, tags, type }: ListedGroup,
  { owner, owned, names }: Ownership,
): Refusal | undefined {
  const claimant = names.get(id);
  if (claimant !== undefined && claimant !== group.name) {
    return refusal(group, 'ambiguous-identity', `${id} is claimed by our group "${claimant}" too`);
  }
  const ownName = owned.get(id);
  if (ownName !== undefined && ownName !== group.name) {
    return refusal(group, 'ambiguous-identity', `${id} is our group "${ownName}" already`);
  }
  const otherOwner = tags[ownerTag];
  if (otherOwner !== undefined && otherOwner !== owner && !isOnlyObserved(group)) {
    return refusal(group, 'owned-by-another', `${id} belongs to owner "${otherOwner}"`);
  }
  if (type !== group.type && group.observed?.comparesType !== false) {
    const types = `is ${type} and the file says ${group.type}`;
    const never = 'a group never changes its type';
    const advice = `write \`type: ${type}\`, or make a group of another name and let its members join that`;
    const what = isOnlyObserved(group) ? never : `${never}; ${advice}`;
    return refusal(group, 'cannot-change', `${id} ${types}; ${what}`);
  }
  return undefined;
}

function otherVpc({ name }: PresentGroup, { id, vpc }: ListedGroup): string {
  return `${id} is in ${vpc}, which is not the VPC of the target, and a group never changes its VPC; adopt "${name}" in a target of ${vpc}, or leave \`adopt\` out to make it anew`;
}

function refusal({ source }: DesiredGroup, code: RefusalCode, message: string): Refusal {
  return { code, message, source };
}

function ids(groups: readonly ListedGroup[]): string {
  return groups.map(({ id }) => id).join(' and ');
}
