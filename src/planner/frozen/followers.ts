// What depends on a group that is left alone is left alone too, and says why.
import { groupBy } from '../../model/group-by.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { MemberId } from '../../model/member.ts';
import type { Rule } from '../../model/rule.ts';
import type { GroupChange } from '../edits/plan-group.ts';
import type { WantedEdit } from '../order/order.ts';
import type { FrozenGroups, FrozenReason } from './reasons.ts';

/** A group whose rules are read, called by our names. */
export interface Referrer {
  readonly name: GroupName;
  readonly rules: readonly Rule[];
}

/**
 * `asked`, and all that follow from it, directly or not: a group that stays refers to those that
 * were to go, a group that does not come is no peer yet, and who moves between two groups moves whole, or
 * not at all. `referrers` are all groups of ours.
 */
export function withFollowers(
  asked: FrozenGroups,
  wanted: readonly GroupChange[],
  referrers: readonly Referrer[],
): FrozenGroups {
  const all = new Map(asked);
  const facts = factsOf(wanted, referrers);
  const isUndecided = ({ name }: GroupChange) => !all.has(name);
  for (let open = wanted.filter(isUndecided); ; open = open.filter(isUndecided)) {
    // All of a round at once, so that the order of the files makes no difference.
    const found = open.flatMap((change): [GroupName, FrozenReason][] => {
      const why = whyFollows(change, all, facts);
      return why === undefined ? [] : [[change.name, { kind: 'left-out', why }]];
    });
    if (found.length === 0) return all;
    for (const [name, reason] of found) all.set(name, reason);
  }
}

interface Facts {
  /** Groups that are not there yet. */
  readonly missing: ReadonlySet<GroupName>;
  /** By an interface, the groups that it is to join or to leave. */
  readonly groupsOfMember: ReadonlyMap<MemberId, readonly GroupName[]>;
  /** By the name of the group that is referred to. */
  readonly referrersTo: ReadonlyMap<GroupName, readonly GroupName[]>;
}

function factsOf(wanted: readonly GroupChange[], referrers: readonly Referrer[]): Facts {
  const doomed = new Set(wanted.flatMap(({ name, isDoomed }) => (isDoomed ? [name] : [])));
  const pairs = referrers.flatMap(({ name, rules }) => {
    const peers = rules.flatMap(({ peer }) => (peer.kind === 'group' ? [peer.group] : []));
    return [...new Set(peers)]
      .filter((peer) => doomed.has(peer) && peer !== name)
      .map((peer) => ({ peer, name }));
  });
  const moves = wanted.flatMap(({ name, memberEdits }) =>
    memberEdits.map(({ member }) => ({ name, member })),
  );
  const byPeer = [...groupBy(pairs, ({ peer }) => peer)];
  return {
    missing: new Set(wanted.flatMap(({ name, live }) => (live === undefined ? [name] : []))),
    groupsOfMember: new Map(
      [...groupBy(moves, ({ member }) => member)].map(([member, same]) => [
        member,
        same.map(({ name }) => name).toSorted(),
      ]),
    ),
    referrersTo: new Map(
      byPeer.map(([peer, same]) => [peer, same.map(({ name }) => name).toSorted()]),
    ),
  };
}

function whyFollows(
  { name, isDoomed, ordered, memberEdits }: GroupChange,
  frozen: FrozenGroups,
  { missing, groupsOfMember, referrersTo }: Facts,
): string | undefined {
  const peers = new Set(ordered.flatMap(newPeer));
  const peer = [...peers].toSorted().find((one) => missing.has(one) && frozen.has(one));
  if (peer !== undefined)
    return `its rules need ${peer}, which is not there and ${isOf(frozen.get(peer))}`;
  for (const { member } of memberEdits) {
    const other = groupsOfMember.get(member)?.find((one) => isWaitedFor(frozen.get(one)));
    if (other !== undefined) {
      return `${member} moves in ${other} too, which ${isOf(frozen.get(other))}`;
    }
  }
  if (!isDoomed) return undefined;
  const referrer = referrersTo.get(name)?.find((one) => frozen.has(one));
  if (referrer === undefined) return undefined;
  return `rules of ${referrer}, which ${isOf(frozen.get(referrer))}, refer to it`;
}

/** For an observed group others would wait for ever. */
function isWaitedFor(reason: FrozenReason | undefined): boolean {
  return reason !== undefined && reason.kind !== 'observed';
}

export function isOf(reason: FrozenReason | undefined): string {
  switch (reason?.kind) {
    case 'held':
      return 'is held';
    case 'observed':
      return 'is only observed';
    default:
      return 'is left out';
  }
}

function newPeer({ edit }: WantedEdit): readonly GroupName[] {
  if (edit.kind === 'revoke' || edit.kind === 'modifyInnerAccessPolicy') return [];
  return edit.after.peer.kind === 'group' ? [edit.after.peer.group] : [];
}
