// Where on the plan's path each group stands, so that the same plan can be applied again.
//
// A group stands on the path when it is as it was planned from, as one of its steps leaves it, or
// as a batch leaves it that took effect in part. From there the steps that are left must lead to
// where the plan says: a plan lies in a file, and files get edited.
import { absent, digestGroup, type Digest } from '../model/digest.ts';
import { groupBy } from '../model/group-by.ts';
import type { GroupContent } from '../model/group.ts';
import type { GroupName } from '../model/group-identity.ts';
import { matchBy } from '../model/match.ts';
import type { Plan, PlannedGroup } from '../model/plan.ts';
import { predict } from '../model/predict.ts';
import { contentKey } from '../model/rule.ts';
import type { AuthorizeRules, RevokeRules, Step } from '../model/step.ts';
import type { StaleGroup } from './events.ts';
import { liveDigest, type TouchedGroups } from './live-groups.ts';

export interface Positions {
  /** What each group still needs. */
  readonly left: ReadonlyMap<GroupName, readonly StepLeft[]>;
  readonly stale: readonly StaleGroup[];
}

/** A step to run; of a batch that took effect in part, only what is missing. */
export interface StepLeft {
  readonly step: Step;
  readonly isRest: boolean;
}

export function locateGroups(plan: Plan, live: TouchedGroups): Positions {
  const stepsOf = groupBy(plan.steps, ({ group }) => group);
  const left = new Map<GroupName, readonly StepLeft[]>();
  const stale: StaleGroup[] = [];
  for (const [key, planned] of Object.entries(plan.groups)) {
    const group = key as GroupName;
    const steps = stepsOf.get(group) ?? [];
    const found = live.contested.has(group)
      ? undefined
      : stepsLeft(planned, steps, live.groups.get(group));
    if (found !== undefined) left.set(group, found);
    else stale.push({ group, id: live.ids.get(group), why: whyStale(planned, group, live) });
  }
  return { left, stale };
}

/** Undefined where the group is nowhere on the path. */
function stepsLeft(
  { before, path }: PlannedGroup,
  steps: readonly Step[],
  live: GroupContent | undefined,
): readonly StepLeft[] | undefined {
  const position = [before, ...path].lastIndexOf(digestGroup(live));
  if (position !== -1) {
    const left = steps.slice(position).map((step) => ({ step, isRest: false }));
    return leadsAlong(live, left, path.slice(position)) ? left : undefined;
  }
  for (const [index, step] of steps.entries()) {
    const rest = restOf(step, live);
    if (rest === undefined) continue;
    const after = steps.slice(index + 1).map((one) => ({ step: one, isRest: false }));
    const left = [{ step: rest, isRest: true }, ...after];
    if (leadsAlong(live, left, path.slice(index))) return left;
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
  left: readonly StepLeft[],
  path: readonly Digest[],
): boolean {
  let content = live;
  return left.every(({ step }, index) => {
    content = predict(content, step);
    return digestGroup(content) === path[index];
  });
}

function whyStale(
  { before }: PlannedGroup,
  group: GroupName,
  live: TouchedGroups,
): StaleGroup['why'] {
  if (live.contested.has(group)) return 'contested';
  if (liveDigest(live, group) === absent) return 'gone';
  return before === absent ? 'appeared' : 'changed';
}
