// Whether a plan does to a group what an approved plan said: the same steps, upon the same rules.
import equal from 'fast-deep-equal';
import { groupBy } from '../model/group-by.ts';
import type { GroupContent } from '../model/group.ts';
import type { GroupName } from '../model/group-identity.ts';
import { groupsOfSteps, isMemberStep } from '../model/moves.ts';
import type { Plan, PlannedGroup } from '../model/plan.ts';
import { directions, rankedKey, type Direction } from '../model/rule.ts';
import type { Step } from '../model/step.ts';
import { unreachable } from '../model/unreachable.ts';
import { bareRule } from './edits/bare-rule.ts';

/**
 * The groups of a plan, both with contents, that it changes otherwise than was approved. Ids, waves and
 * where rules are written do not matter; a group that needs nothing any more is no difference.
 */
export function groupsNotAsApproved(plan: Plan, approved: Plan): readonly GroupName[] {
  const [steps, known] = [stepsByGroup(plan), stepsByGroup(approved)];
  return [...steps].flatMap(([group, own]) => {
    const theirs = known.get(group) ?? [];
    const isSame =
      equal(own.map(essence), theirs.map(essence)) &&
      isSameGround(plan.groups[group], approved.groups[group], own) &&
      hasSameLists(group, plan, approved);
    return isSame ? [] : [group];
  });
}

/** A step that takes somebody out of one group and puts them into another is one of both. */
function stepsByGroup({ steps }: Plan): ReadonlyMap<GroupName, readonly Step[]> {
  const pairs = steps.flatMap((step) =>
    [...groupsOfSteps([step])].map((group) => ({ group, step })),
  );
  return new Map(
    [...groupBy(pairs, ({ group }) => group)].map(([group, own]) => [
      group,
      own.map(({ step }) => step),
    ]),
  );
}

/** All of a step but its place in the plan, and where its rules are written. */
function essence(step: Step): unknown {
  const placeless = { ...step, id: '', wave: 0 };
  switch (step.kind) {
    case 'authorize':
    case 'revoke':
      return { ...placeless, rules: step.rules.map(bareRule) };
    case 'modifyRule':
      return { ...placeless, before: bareRule(step.before), after: bareRule(step.after) };
    case 'createGroup':
    case 'tagGroup':
    case 'untagGroup':
    case 'modifyGroup':
    case 'joinResourceGroup':
    case 'modifyInnerAccessPolicy':
    case 'joinGroup':
    case 'leaveGroup':
    case 'replaceGroups':
    case 'deleteGroup':
      return placeless;
    default:
      return unreachable(step);
  }
}

/** Equal steps open and close the same traffic where all else that decides about it is equal too. */
function isSameGround(
  now: PlannedGroup | undefined,
  then: PlannedGroup | undefined,
  steps: readonly Step[],
): boolean {
  if (now === undefined || then === undefined) return false;
  if (now.before === then.before) return now.id === then.id;
  if (now.content === undefined || then.content === undefined || now.id !== then.id) return false;
  if (now.content.innerAccessPolicy !== then.content.innerAccessPolicy) return false;
  // All rules of a group decide about who comes and goes.
  const changing = steps.some(isMemberStep)
    ? directions
    : [...new Set(steps.flatMap((step) => ('direction' in step ? [step.direction] : [])))];
  return changing.every((direction) => {
    return equal(ranked(now.content, direction), ranked(then.content, direction));
  });
}

/** Equal rules match the same packets where the lists that they name hold the same. */
export function hasSameLists(group: GroupName, plan: Plan, approved: Plan): boolean {
  return equal(entriesFor(group, plan), entriesFor(group, approved));
}

function entriesFor(group: GroupName, { groups, lists }: Plan): unknown {
  return groups[group]?.lists?.map((id) => [id, lists?.prefixLists[id], lists?.portLists[id]]);
}

function ranked(content: GroupContent | undefined, direction: Direction): readonly string[] {
  const rules = content?.rules.filter((rule) => rule.direction === direction) ?? [];
  return rules.map(rankedKey).toSorted();
}
