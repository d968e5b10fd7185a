// What each group needs, once it is known which are left alone.
import type { LiveGroup } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import { withPeerNames, type LiveState, type NamesById } from '../../model/live.ts';
import type { ResolvedNames } from '../../model/resolve-names.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { DesiredState } from '../../model/target.ts';
import type { Claim, Claims } from '../claims/claims.ts';
import { peerTypeRefusals } from '../edits/peer-types.ts';
import { planGroup, type GroupChange } from '../edits/plan-group.ts';
import { withFollowers, type Referrer } from './followers.ts';
import { isPending, namesWithout, withPendingIds, type Pending } from './pending.ts';
import type { FrozenGroups, FrozenReason } from './reasons.ts';

export interface Settled {
  /** Nothing for a group that is left alone; without those that are not adopted yet and stay so. */
  readonly changes: readonly GroupChange[];
  /** Our names for live groups; a group that is left alone before it was adopted has none. */
  readonly names: NamesById;
  readonly frozen: readonly Frozen[];
  readonly refusals: readonly Refusal[];
}

/** A group that is left alone. */
export interface Frozen {
  readonly name: GroupName;
  readonly reason: FrozenReason;
  /** What a plan would do about it; undefined for a group that no file names. */
  readonly wanted: GroupChange | undefined;
  /** Why that could not even be planned. It does not stop the plan of the others. */
  readonly refusals: readonly Refusal[];
}

/** `live` are the groups whose rules are read, those that no file names included. */
export function settle(
  claims: Claims,
  live: readonly LiveGroup[],
  {
    owner,
    only,
    asked,
    unresolved,
    listed,
    interfaces,
  }: Pick<DesiredState, 'owner' | 'only'> &
    Pick<LiveState, 'listed' | 'interfaces'> & {
      readonly asked: FrozenGroups;
      /** By group, why it cannot be told what names in its rules mean. */
      readonly unresolved: ResolvedNames['refusals'];
    },
): Settled {
  const { names } = claims;
  const context = { owner, interfaces, ...(only === undefined ? {} : { only }) };
  const planWith = (claim: Claim, known: NamesById): GroupChange => {
    const change = planGroup(claim, { ...context, names: known });
    const more = unresolved.get(change.name) ?? [];
    return more.length === 0 ? change : { ...change, refusals: [...more, ...change.refusals] };
  };
  const wanted = claims.claims.map((claim) => planWith(claim, names));
  const all = asked.size === 0 ? asked : withFollowers(asked, wanted, referrersOf(live, names));
  const groups = claims.claims.map((claim, index) => ({ claim, wanted: at(wanted, index) }));
  const left = groups.filter(({ wanted: { name } }) => all.has(name));
  const pending: Pending = new Map(
    left.flatMap(({ claim: { live: one }, wanted: { name } }) =>
      one !== undefined && isPending(name, one, owner) ? [[name, one.id] as const] : [],
    ),
  );
  const known = pending.size === 0 ? names : namesWithout(names, pending);
  const planned = groups.flatMap(({ claim, wanted: change }): GroupChange[] => {
    if (pending.has(change.name)) return [];
    if (all.has(change.name)) return [untouched(change)];
    if (pending.size === 0) return [change];
    const desired = withPendingIds(claim.desired, pending);
    return [planWith({ ...claim, desired }, known)];
  });
  const written = new Set(wanted.map(({ name }) => name));
  const unwritten = [...all].filter(([name]) => !written.has(name) && isThere(names, name));
  return {
    changes: planned,
    names: known,
    frozen: [
      ...left.map(({ claim, wanted: change }) => frozenOf(claim, change, all)),
      ...unwritten
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, reason]) => ({ name, reason, wanted: undefined, refusals: [] })),
    ],
    refusals: [
      ...claims.claims.flatMap(({ refusal, desired: { name } }) =>
        refusal === undefined || isExcused(refusal, all.has(name)) ? [] : [refusal],
      ),
      ...claims.refusals,
      ...planned.flatMap(({ refusals }) => refusals),
      ...peerTypeRefusals(planned, { listed, names: known }),
    ],
  };
}

function frozenOf({ refusal }: Claim, wanted: GroupChange, all: FrozenGroups): Frozen {
  const reason = all.get(wanted.name);
  if (reason === undefined) throw new RangeError(`${wanted.name} is not left alone`);
  const refusals = [...(refusal === undefined ? [] : [refusal]), ...wanted.refusals];
  return { name: wanted.name, reason, wanted, refusals };
}

/** Not where it cannot be told which live group is meant: then nobody knows what to leave alone. */
function isExcused({ code }: Refusal, isFrozen: boolean): boolean {
  return isFrozen && code !== 'ambiguous-identity';
}

function untouched(change: GroupChange): GroupChange {
  return {
    ...change,
    isDoomed: false,
    groupEdits: [],
    ordered: [],
    memberEdits: [],
    refusals: [],
    notes: [],
  };
}

function referrersOf(live: readonly LiveGroup[], names: NamesById): readonly Referrer[] {
  return live.flatMap((group) => {
    const name = names.get(group.id);
    return name === undefined ? [] : [{ name, rules: withPeerNames(group, names).rules }];
  });
}

function isThere(names: NamesById, wanted: GroupName): boolean {
  return [...names.values()].includes(wanted);
}

function at(changes: readonly GroupChange[], index: number): GroupChange {
  const change = changes[index];
  if (change === undefined) throw new RangeError(`no change ${index}`);
  return change;
}
