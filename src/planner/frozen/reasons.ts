// Why a plan leaves a group alone, whatever was written of it.
import type { GroupId, GroupName } from '../../model/group-identity.ts';
import { holdOf, type Hold } from '../../model/hold.ts';
import type { Claims } from '../claims/claims.ts';

export type FrozenReason =
  /** By its live tags. */
  | { readonly kind: 'held'; readonly hold: HoldInForce }
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

/** The groups that are held, and those that somebody leaves out; of both reasons a hold is given. */
export function frozenBy(
  holds: readonly HoldOnGroup[],
  leftOut: FrozenGroups = new Map(),
): FrozenGroups {
  const held = holds.flatMap(({ name, hold }): [GroupName, FrozenReason][] =>
    hold.kind === 'expired' ? [] : [[name, { kind: 'held', hold }]],
  );
  return new Map([...leftOut, ...held]);
}
