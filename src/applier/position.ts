// Where on the plan's path a group stands, so that the same plan can be applied again.
//
// A group stands on the path when it is as it was planned from, as one of its steps leaves it, or
// as a batch leaves it that took effect in part. From there the steps that are left must lead to
// where the plan says: a plan lies in a file, and files get edited.
import { digestGroup, digestStates, type Digest } from '../model/digest.ts';
import type { GroupContent } from '../model/group.ts';
import { matchBy } from '../model/match.ts';
import type { PlannedGroup } from '../model/plan.ts';
import { predict } from '../model/predict.ts';
import { contentKey } from '../model/rule.ts';
import type { AuthorizeRules, RevokeRules, Step } from '../model/step.ts';

export interface Position {
  /** How many of the group's steps have had their effect. */
  readonly behind: number;
  /** What the step after them still has to do, where only part of it took effect. */
  readonly rest: Step | undefined;
}

/** A group of a plan with its steps in their order. */
export interface Path {
  readonly planned: PlannedGroup;
  readonly steps: readonly Step[];
}

/** Undefined where the group is nowhere on its path. */
export function positionOf(
  { planned: { before, path }, steps }: Path,
  live: GroupContent | undefined,
): Position | undefined {
  const behind = [before, ...path].lastIndexOf(digestGroup(live));
  if (behind !== -1) {
    const leads = leadsAlong(live, steps.slice(behind), path.slice(behind));
    return leads ? { behind, rest: undefined } : undefined;
  }
  for (const [index, step] of steps.entries()) {
    const rest = restOf(step, live);
    if (rest === undefined) continue;
    const left = [rest, ...steps.slice(index + 1)];
    if (leadsAlong(live, left, path.slice(index))) return { behind: index, rest };
  }
  return undefined;
}

/** What a batch still has to do, where only part of it took effect. */
function restOf(step: Step, live: GroupContent | undefined): Step | undefined {
  if (live === undefined || (step.kind !== 'authorize' && step.kind !== 'revoke')) return undefined;
  const rules = missingRules(step, live);
  return rules.length === 0 || rules.length === step.rules.length ? undefined : { ...step, rules };
}

function missingRules(step: AuthorizeRules | RevokeRules, { rules }: GroupContent) {
  const { pairs, leftOver } = matchBy(contentKey, step.rules, rules);
  return step.kind === 'authorize' ? leftOver : pairs.map(([rule]) => rule);
}

function leadsAlong(
  live: GroupContent | undefined,
  left: readonly Step[],
  path: readonly Digest[],
): boolean {
  const states: (GroupContent | undefined)[] = [];
  for (const step of left) states.push(predict(states.length === 0 ? live : states.at(-1), step));
  return digestStates(states).every((digest, index) => digest === path[index]);
}
