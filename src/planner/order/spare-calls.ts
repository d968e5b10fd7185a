// Where calls can be spared: rules that turn into others in place, and orders that need fewer calls
// because rules that stay hold the packets meanwhile. Each is tried on the model first.
import { groupBy } from '../../model/group-by.ts';
import type { GroupContent } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import { matchBy } from '../../model/match.ts';
import { contentKey, directions, type Direction } from '../../model/rule.ts';
import { changesOnce, proveTraffic } from '../../proof/prove-traffic.ts';
import { fewCalls, type PlainEdit } from './few-calls.ts';
import { modifiedInPlace } from './in-place.ts';
import { orderEdits, type EditOfGroup, type Layered } from './order.ts';
import { toSteps } from './steps.ts';

export interface SpareFacts {
  /** The groups that are there, with all their rules. */
  readonly there: ReadonlyMap<GroupName, GroupContent>;
  /** Groups for which it was tried, and is not safe. */
  readonly notInPlace: ReadonlySet<GroupName>;
}

/** The same edits, those of them paired that one modify can do for an authorize and a revoke. */
export function inPlace(
  edits: readonly EditOfGroup[],
  { there, notInPlace }: SpareFacts,
): readonly EditOfGroup[] {
  return [...groupBy(edits, ({ group }) => group)].flatMap(([name, ofGroup]) => {
    const content = there.get(name);
    const [first] = ofGroup;
    if (content === undefined || first === undefined || notInPlace.has(name)) return ofGroup;
    const group = ofWhom(first);
    const inner = ofGroup.filter(({ edit }) => edit.kind === 'modifyInnerAccessPolicy');
    const layeredOf = (some: readonly PlainEdit[]) =>
      orderEdits(some.map((edit) => ({ ...group, edit })));
    const rules = directions.flatMap((direction) => {
      const placed = modifiedInPlace(ruleEditsOf(ofGroup, direction), {
        callsFor: (some) => callsOf(layeredOf(some)),
        // One operation has two states, and they are the ends.
        isSafe: (some) =>
          some.length === 1 || group.hasNoMembers || isSafeAlone(name, content, layeredOf(some)),
      });
      return placed.map((edit) => ({ ...group, edit }));
    });
    return [...inner, ...rules];
  });
}

/** For a track of one direction of one group; undefined where its layers are as good. */
export function inFewerCalls(
  edits: readonly EditOfGroup[],
  layered: readonly Layered[],
  { there, notInPlace }: SpareFacts,
): readonly Layered[] | undefined {
  const [first] = edits;
  const content = first && there.get(first.group);
  if (first === undefined || content === undefined || first.hasNoMembers) return undefined;
  const group = ofWhom(first);
  const isOne = edits.every((one) => one.group === group.group);
  const planned = callsOf(layered);
  if (!isOne || planned < 2 || notInPlace.has(group.group)) return undefined;
  const found = directions.filter((direction) => ruleEditsOf(edits, direction).length > 0);
  const [direction] = found;
  const plain = direction === undefined ? [] : ruleEditsOf(edits, direction);
  if (direction === undefined || plain.length < edits.length) return undefined;
  const going = plain.flatMap((edit) => (edit.kind === 'authorize' ? [] : [edit.before]));
  const ofDirection = content.rules.filter((rule) => rule.direction === direction);
  const stays = matchBy(contentKey, going, ofDirection).rightOver;
  for (const { edits: few } of fewCalls(plain, stays, direction)) {
    const inWaves = few.map(({ wave, edit }) => ({ wave, edit: { ...group, edit } }));
    if (callsOf(inWaves) >= planned) continue;
    if (isSafeAlone(group.group, content, inWaves)) return inWaves;
  }
  return undefined;
}

function ofWhom({ group, type, hasNoMembers }: EditOfGroup): Omit<EditOfGroup, 'edit'> {
  return { group, type, hasNoMembers };
}

function ruleEditsOf(edits: readonly EditOfGroup[], direction: Direction): readonly PlainEdit[] {
  return edits.flatMap(({ edit }) => {
    if (edit.kind === 'modifyInnerAccessPolicy') return [];
    const rule = edit.kind === 'revoke' ? edit.before : edit.after;
    return rule.direction === direction ? [edit] : [];
  });
}

const nothingElse = { groupEdits: [], memberEdits: [], deletions: [] };

function callsOf(layered: readonly Layered[]): number {
  return toSteps({ ...nothingElse, layered }).length;
}

/** Classes of packets that are looked at to see whether it is safe. */
const budget = { looksMax: 20_000, faultsMax: 1 };

/**
 * Whether no moment of these edits is a surprise, whatever else is on the interface, and no packet
 * changes over and back.
 */
function isSafeAlone(name: GroupName, content: GroupContent, layered: readonly Layered[]): boolean {
  const steps = toSteps({ ...nothingElse, layered });
  const meetings = { areKnown: true, sets: [new Set([name])] };
  const groups = new Map([[name, content]]);
  const proof = proveTraffic(groups, steps, { meetings, budget });
  const isSafe = proof.isComplete && proof.faults.length === 0;
  return isSafe && changesOnce(groups, steps, { meetings, budget });
}
