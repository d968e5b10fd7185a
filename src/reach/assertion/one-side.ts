// What one side of a flow lets through, of traffic that the other side lets through.
import type { Direction } from '../../model/rule.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import type { Incomplete } from '../access/analysis.ts';
import { compare } from '../access/compare.ts';

import { decisions } from '../access/decisions.ts';
import { exposure } from '../access/exposure.ts';
import type { StateGroup } from '../ends/access-state.ts';
import type { Place } from '../ends/place.ts';

/** The groups that there are at one time, by name. */
export type GroupsAt = (name: string) => StateGroup | undefined;

/** There is no answer: it takes more nodes than it may. */
export class NoAnswer extends Error {
  readonly nodesMax: number;

  constructor({ nodesMax }: Incomplete) {
    super(`more than ${nodesMax} nodes`);
    this.nodesMax = nodesMax;
  }
}

/** The groups of a place at one time; undefined where none of ours decides there. */
export function groupsAt(
  { groups: names }: Place,
  at: GroupsAt,
): readonly StateGroup[] | undefined {
  return names?.flatMap((name) => at(name) ?? []);
}

/** The sender's side decides about egress, the receiver's about ingress. Throws `NoAnswer`. */
export interface OneSide {
  readonly place: Place;
  readonly direction: Direction;
  /** Whether other groups decide here too, and nobody knows what they hold. */
  readonly besideUnread?: boolean;
}

export function allowedBy(
  { place, direction }: OneSide,
  within: readonly TrafficSet[],
  at: GroupsAt,
): readonly TrafficSet[] {
  const groups = groupsAt(place, at);
  if (groups === undefined || within.length === 0) return within;
  const found = exposure(groups, { direction, within });
  if (found.kind === 'incomplete') throw new NoAnswer(found);
  return found.allowed.map(({ traffic }) => traffic);
}

export function droppedBy(
  { place, direction }: OneSide,
  within: readonly TrafficSet[],
  at: GroupsAt,
): readonly TrafficSet[] {
  const groups = groupsAt(place, at);
  // Nobody waits for anything in groups that are not there.
  if (groups === undefined || groups.length === 0 || within.length === 0) return [];
  const found = decisions(groups, { direction, within });
  if (found.kind === 'incomplete') throw new NoAnswer(found);
  return found.decisions
    .filter(({ policy }) => policy === 'drop')
    .flatMap(({ traffic }) => traffic.map((term) => term.traffic));
}

/**
 * What the side lets through now and did not let through at first, and the other way round. Beside
 * groups that nobody may read: all of which that is so with some rules of theirs.
 */
export function changedBy(
  { place, direction, besideUnread = false }: OneSide,
  within: readonly TrafficSet[],
  { first, now }: { readonly first: GroupsAt; readonly now: GroupsAt },
): { readonly opened: readonly TrafficSet[]; readonly closed: readonly TrafficSet[] } {
  const [before, after] = [groupsAt(place, first), groupsAt(place, now)];
  if (before === undefined || after === undefined || within.length === 0) {
    return { opened: [], closed: [] };
  }
  const found = compare({ before, after }, { direction, within, mayChange: besideUnread });
  if (found.kind === 'incomplete') throw new NoAnswer(found);
  const { opened, mayOpen, closed, mayClose } = found;
  return {
    opened: [...opened, ...mayOpen].map(({ traffic }) => traffic),
    closed: [...closed, ...mayClose].map(({ traffic }) => traffic),
  };
}
