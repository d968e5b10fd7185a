// Why a plan leaves a group alone, whatever was written of it.
import type { GroupId, GroupName } from '../../model/group-identity.ts';
import { holdOf, type Hold } from '../../model/hold.ts';
import type { Claim, Claims } from '../claims/claims.ts';

export type FrozenReason =
  /** By its live tags. */
  | { readonly kind: 'held'; readonly hold: HoldInForce }
  /** Its file says so, and nothing else counts. */
  | { readonly kind: 'observed' }
  /** `why` completes "web is left out: …". */
  | { readonly kind: 'left-out'; readonly why: string };

export type HoldInForce = Extract<Hold, { kind: 'held' | 'malformed' }>;

export type FrozenGroups = ReadonlyMap<GroupName, FrozenReason>;

/** A live group of ours, or one that is to become ours, with a hold on it: in force or over. */
export interface HoldOnGroup {
  readonly name: GroupName;
  readonly id: GroupId;
  readonly hold: Exclude<Hold, { kind: 'none' }>;
}

/** Also on groups that no file names. */
export function holdsOn({ claims, orphans, names }: Claims, nowMs: number): readonly HoldOnGroup[] {
  const written = claims.flatMap(({ desired: { name }, live }) => (live ? { name, live } : []));
  const unwritten = orphans.flatMap((live) => {
    const name = names.get(live.id);
    return name === undefined ? [] : { name, live };
  });
  return [...written, ...unwritten].flatMap(({ name, live: { id, tags } }): HoldOnGroup[] => {
    const hold = holdOf(tags, nowMs);
    return hold.kind === 'none' ? [] : [{ name, id, hold }];
  });
}

/** Of several reasons to leave a group alone, that it is observed is given first, and then a hold. */
export function frozenBy(
  { claims }: Pick<Claims, 'claims'>,
  holds: readonly HoldOnGroup[],
  leftOut: FrozenGroups = new Map(),
): FrozenGroups {
  const held = holds.flatMap(({ name, hold }): [GroupName, FrozenReason][] =>
    hold.kind === 'expired' ? [] : [[name, { kind: 'held', hold }]],
  );
  const observed = claims.flatMap(({ desired }): [GroupName, FrozenReason][] =>
    isObserved(desired) ? [[desired.name, { kind: 'observed' }]] : [],
  );
  return new Map([...leftOut, ...held, ...observed]);
}

export function isObserved(group: Claim['desired']): boolean {
  return group.state === 'present' && group.observed !== undefined;
}

/** Groups that are left alone for now: others may wait for them, which for an observed one they would for ever. */
export function waitedFor<One extends { readonly reason: FrozenReason }>(
  frozen: readonly One[],
): readonly One[] {
  return frozen.filter(({ reason }) => reason.kind !== 'observed');
}
