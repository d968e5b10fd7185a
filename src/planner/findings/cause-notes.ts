// One line that changes many groups, such as an entry of a network: told once, before the groups.
//
// A plan sees what the files say now, and not what they said before. So a place counts as the cause of new
// rules only where everything that it stands for in groups that are there is new: what was there
// before and stays has nothing to do with it.
import { countMoves, type GroupMove } from '../../model/cause.ts';
import { groupBy } from '../../model/group-by.ts';
import { directions, rankedKey, ruleKey, type Rule, type WrittenRule } from '../../model/rule.ts';
import { formatSource, type Source } from '../../model/source.ts';
import type { PlannedRule } from '../../model/step.ts';
import { formatTraffic } from '../../model/traffic.ts';
import type { Note } from '../../model/plan.ts';
import type { DesiredState } from '../../model/target.ts';
import type { GroupChange } from '../edits/plan-group.ts';
import { causeNote } from './changed-notes.ts';

/** Two groups are read as fast as a line about them. */
const groupsMin = 3;

/** The largest first. */
export function causeNotes(
  changes: readonly GroupChange[],
  { changed, networkEntries = new Map() }: Pick<DesiredState, 'changed' | 'networkEntries'>,
): readonly Note[] {
  // Such a plan knows its causes.
  if (changed !== undefined) return [];
  const there = changes.filter(({ live }) => live !== undefined);
  const edited = there.map(editsOf).filter(({ added }) => added.length > 0);
  const places = wholePlaces(there, edited);
  if (places.size === 0) return [];
  const moves = edited.flatMap((group) => movesOf(group, places));
  const causes = groupBy(moves, ({ place }) => networkEntries.get(place) ?? place);
  return [...causes.values()]
    .flatMap((same) => {
      const [first] = same;
      const counts = countMoves(same);
      if (first === undefined || counts.groups < groupsMin) return [];
      const network = networkEntries.get(first.place);
      const { source } = first;
      return [{ source, ...(network === undefined ? {} : { network }), ...counts }];
    })
    .toSorted((one, other) => other.groups - one.groups)
    .map(causeNote);
}

interface GroupEdits {
  readonly group: string;
  readonly added: readonly PlannedRule[];
  readonly removed: readonly Rule[];
}

function editsOf({ name, ordered }: GroupChange): GroupEdits {
  const [added, removed]: [PlannedRule[], Rule[]] = [[], []];
  for (const { edit } of ordered) {
    if ('after' in edit && typeof edit.after === 'object') added.push(edit.after);
    if ('before' in edit && typeof edit.before === 'object') removed.push(edit.before);
  }
  return { group: name, added, removed };
}

function placesOf({ source, via = [] }: PlannedRule): readonly Source[] {
  return source === undefined ? via : [source, ...via];
}

/** How many groups have new rules by each place that enough of them share, and no other rule. */
function wholePlaces(
  changes: readonly GroupChange[],
  edited: readonly GroupEdits[],
): ReadonlyMap<string, number> {
  const groupsBy = new Map<string, Set<string>>();
  for (const { group, added } of edited) {
    for (const place of added.flatMap(placesOf).map(formatSource)) {
      groupsBy.set(place, (groupsBy.get(place) ?? new Set()).add(group));
    }
  }
  const counts = new Map(
    [...groupsBy].flatMap(([place, { size }]) => (size < groupsMin ? [] : [[place, size]])),
  );
  if (counts.size === 0) return counts;
  const newIn = new Map(edited.map(({ group, added }) => [group, new Set(added.map(rankedKey))]));
  for (const { name, desired } of changes) {
    if (desired.state !== 'present') continue;
    const isNew = (rule: WrittenRule) => newIn.get(name)?.has(rankedKey(rule)) ?? false;
    for (const rule of directions.flatMap((direction) => desired[direction] ?? [])) {
      const own = placesOf(rule).map(formatSource);
      if (own.some((place) => counts.has(place)) && !isNew(rule)) {
        for (const place of own) counts.delete(place);
      }
    }
  }
  return counts;
}

/** A new rule, with one that goes where that is the same but for its peer, or but for what is changed in place. */
interface Move extends GroupMove {
  readonly place: string;
  readonly source: Source;
}

/** By the place that most groups share, and the innermost of these. */
function movesOf(
  { group, added, removed }: GroupEdits,
  places: ReadonlyMap<string, number>,
): readonly Move[] {
  const left = new Set(removed);
  return added.flatMap((rule): readonly Move[] => {
    const [best] = placesOf(rule)
      .toReversed()
      .map((source) => ({ source, place: formatSource(source) }))
      .filter(({ place }) => places.has(place))
      .toSorted((one, other) => (places.get(other.place) ?? 0) - (places.get(one.place) ?? 0));
    if (best === undefined) return [];
    const same = [...left].find((gone) => ruleKey(gone) === ruleKey(rule));
    const replaced = same ?? [...left].find((gone) => peerlessKey(gone) === peerlessKey(rule));
    if (replaced !== undefined) left.delete(replaced);
    return [{ group, ...best, added: 1, removed: replaced === undefined ? 0 : 1 }];
  });
}

function peerlessKey({ direction, policy, traffic, local, priority }: Rule): string {
  return JSON.stringify([direction, policy, formatTraffic(traffic), local, priority]);
}
