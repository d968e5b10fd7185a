// A plan made afresh, of which only what was approved is left: the groups that it would change
// otherwise are left alone, and with them what depends on them.
import type { DesiredState } from '../../model/target.ts';
import { absent } from '../../model/digest.ts';
import { differencesOf } from '../../model/differences.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Plan } from '../../model/plan.ts';
import { withContents } from '../../planner/contents.ts';
import type { LeftOutGroup } from '../../report/left-out-text.ts';
import { groupsNotAsApproved, hasSameLists } from '../../planner/same-plan.ts';
import type { ExitCode } from '../exit-codes.ts';
import { planFrom, readForPlan, type MakePlanOptions, type WayToPlan } from '../make-plan.ts';

export type ApprovedPlan =
  | { readonly ok: true; readonly plan: Plan; readonly leftOut: readonly LeftOutGroup[] }
  | { readonly ok: false; readonly exitCode: ExitCode };

const reason = {
  kind: 'left-out',
  why: 'what it needs now is not what was approved',
} as const;

/** Both are of the same place; the live state is read once. */
export async function planApproved(
  desired: DesiredState,
  approved: Plan,
  open: WayToPlan,
  options: MakePlanOptions,
): Promise<ApprovedPlan> {
  const live = await readForPlan(desired, open, options);
  if (typeof live === 'number') return { ok: false, exitCode: live };
  const leftOut = new Map<GroupName, LeftOutGroup>();
  for (;;) {
    const frozen = new Map([...leftOut.keys()].map((group) => [group, reason]));
    const made = planFrom(desired, live, { ...options, frozen });
    if (!made.ok) return made;
    const plan = withContents(made.plan, made.states);
    const differing = groupsNotAsApproved(plan, approved);
    if (differing.length === 0) {
      return { ok: true, plan, leftOut: [...leftOut.values()].toSorted(byName) };
    }
    for (const group of differing) leftOut.set(group, whyLeftOut(group, plan, approved));
  }
}

function whyLeftOut(group: GroupName, plan: Plan, approved: Plan): LeftOutGroup {
  const [now, then] = [plan.groups[group], approved.groups[group]];
  if (then === undefined) return { group, why: 'notInPlan', differences: [] };
  // What a plan that has lost its contents was made from is not known.
  const isKnown = then.before === absent || then.content !== undefined;
  const differences = isKnown ? differencesOf(then.content, now?.content) : [];
  if (differences.length > 0) return { group, why: 'changed', differences };
  return { group, why: hasSameLists(group, plan, approved) ? 'otherSteps' : 'lists', differences };
}

function byName(one: LeftOutGroup, other: LeftOutGroup): number {
  return one.group < other.group ? -1 : 1;
}
