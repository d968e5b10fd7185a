// In which waves interfaces move. All join, then all leave; but where a group has no room for those who join
// beside those who leave, these go before: each as soon as it has joined what it joins.
//
// Delaying a join until there is room for all joins of its interface, and leaving right after them, takes
// nothing from anybody else, so that whole interfaces are put in order and not calls. Who joins no full group goes
// first and who leaves none goes last, for the same reason. Only the order of the others is looked for.
import { groupBy } from '../../model/group-by.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { MemberId } from '../../model/member.ts';
import { byGroups, isMemberStep } from '../../model/moves.ts';
import type { Step, StepId } from '../../model/step.ts';
import type { MemberEdit } from './member-edits.ts';

export interface EditOfMember {
  readonly group: GroupName;
  readonly edit: MemberEdit;
}

export type MemberWaves = readonly (EditOfMember & {
  /** 0 is the first in which somebody moves; there is no wave without a step. */
  readonly wave: number;
})[];

/** A group that cannot hold all who join it beside all who leave it. */
export interface Crowded {
  /** Before anybody moves. */
  readonly free: number;
  readonly sizeOf: (member: MemberId) => number;
}

/** Joins and leaves in two waves where nothing else helps: then the plan does not fit, and is refused. */
export function memberWaves(
  edits: readonly EditOfMember[],
  crowded: ReadonlyMap<GroupName, Crowded>,
): MemberWaves {
  const rounds = crowded.size === 0 ? undefined : roundsOf(movesIn(edits, crowded), crowded);
  const roundOf = new Map(rounds?.flatMap((all, at) => all.map(({ member }) => [member, at])));
  const last = 2 * (rounds?.length ?? 1) - 1;
  const waved = edits.map((one) => {
    const { group, edit } = one;
    const at = 2 * (roundOf.get(edit.member) ?? 0);
    if (edit.kind === 'joinGroup') return { ...one, wave: at };
    const frees = rounds !== undefined && leftBy(one).some((name) => crowded.has(name));
    const needs = rounds !== undefined && joinedBy(one).some((name) => crowded.has(name));
    if (edit.kind === 'replaceGroups' && (frees || needs)) return { ...one, wave: at };
    return { group, edit, wave: frees ? at + 1 : last };
  });
  const used = [...new Set(waved.map(({ wave }) => wave))].toSorted((a, b) => a - b);
  return waved
    .map((one) => ({ ...one, wave: used.indexOf(one.wave) }))
    .toSorted((a, b) => a.wave - b.wave || Number(leaves(a)) - Number(leaves(b)));
}

function leaves({ edit }: EditOfMember): boolean {
  return edit.kind !== 'joinGroup';
}

/** What an interface takes from crowded groups, and gives back to them. */
interface Moving {
  readonly member: MemberId;
  readonly joins: readonly GroupName[];
  readonly leaves: readonly GroupName[];
}

function movesIn(
  edits: readonly EditOfMember[],
  crowded: ReadonlyMap<GroupName, Crowded>,
): readonly Moving[] {
  const isCrowded = (name: GroupName) => crowded.has(name);
  return [...groupBy(edits, ({ edit }) => edit.member)].map(([member, own]) => ({
    member,
    joins: own.flatMap(joinedBy).filter(isCrowded),
    leaves: own.flatMap(leftBy).filter(isCrowded),
  }));
}

/** Looks at so many orders before it gives up. */
const looksMax = 20_000;

/** In each round all join, then all leave. Undefined where no order was found. */
function roundsOf(
  moves: readonly Moving[],
  crowded: ReadonlyMap<GroupName, Crowded>,
): readonly (readonly Moving[])[] | undefined {
  const free = new Map([...crowded].map(([name, one]) => [name, one.free]));
  const sizeIn = (name: GroupName, member: MemberId) => crowded.get(name)?.sizeOf(member) ?? 0;
  const change = (of: 'joins' | 'leaves', move: Moving, sign: 1 | -1) => {
    for (const name of move[of]) {
      free.set(name, (free.get(name) ?? 0) + sign * sizeIn(name, move.member));
    }
  };
  const fits = ({ member, joins }: Moving) =>
    joins.every((name) => (free.get(name) ?? 0) >= sizeIn(name, member));
  const first = moves.filter(({ joins }) => joins.length === 0);
  const lastly = moves.filter((move) => move.joins.length > 0 && move.leaves.length === 0);
  const between = moves.filter(({ joins, leaves: left }) => joins.length > 0 && left.length > 0);
  for (const move of first) change('leaves', move, 1);
  let looks = 0;
  const search = (left: readonly Moving[]): readonly Moving[] | undefined => {
    if (left.length === 0) return [];
    for (const move of left) {
      looks += 1;
      if (looks > looksMax) return undefined;
      if (!fits(move)) continue;
      change('joins', move, -1);
      change('leaves', move, 1);
      const others = search(left.filter((one) => one !== move));
      if (others !== undefined) return [move, ...others];
      change('leaves', move, -1);
      change('joins', move, 1);
    }
    return undefined;
  };
  const order = search(between);
  if (order === undefined) return undefined;
  for (const move of lastly) {
    if (!fits(move)) return undefined;
    change('joins', move, -1);
  }
  for (const [name, one] of crowded) free.set(name, one.free);
  const rounds: Moving[][] = [[]];
  for (const move of [...first, ...order, ...lastly]) {
    if (!fits(move)) {
      for (const one of rounds.at(-1) ?? []) change('leaves', one, 1);
      rounds.push([]);
    }
    change('joins', move, -1);
    rounds.at(-1)?.push(move);
  }
  return rounds;
}

export function joinedBy(one: EditOfMember): readonly GroupName[] {
  return groupsIn(one, 'joinGroup');
}

export function leftBy(one: EditOfMember): readonly GroupName[] {
  return groupsIn(one, 'leaveGroup');
}

function groupsIn({ group, edit }: EditOfMember, kind: MemberEdit['kind']): readonly GroupName[] {
  const step: Step = { ...edit, group, id: '' as StepId, wave: 0 };
  return byGroups(step).flatMap((one) =>
    isMemberStep(one) && one.kind === kind ? [one.group] : [],
  );
}
