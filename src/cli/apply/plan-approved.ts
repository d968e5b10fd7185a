// A plan made afresh, of which only what was approved is left: the groups that it would change
// otherwise are left alone, and with them what depends on them.
import type { DesiredState } from '../../model/target.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Plan } from '../../model/plan.ts';
import type { Transport } from '../../cloud/transport.ts';
import { withContents } from '../../planner/contents.ts';
import { groupsNotAsApproved } from '../../planner/same-plan.ts';
import type { ExitCode } from '../exit-codes.ts';
import { planFrom, readForPlan, type MakePlanOptions } from '../make-plan.ts';

export type ApprovedPlan =
  | { readonly ok: true; readonly plan: Plan; readonly leftOut: readonly GroupName[] }
  | { readonly ok: false; readonly exitCode: ExitCode };

const reason = {
  kind: 'left-out',
  why: 'what it needs now is not what was approved',
} as const;

/** Both are of the same place; the live state is read once. */
export async function planApproved(
  desired: DesiredState,
  approved: Plan,
  send: Transport,
  options: MakePlanOptions,
): Promise<ApprovedPlan> {
  const live = await readForPlan(desired, send, options);
  if (typeof live === 'number') return { ok: false, exitCode: live };
  const leftOut = new Set<GroupName>();
  for (;;) {
    const frozen = new Map([...leftOut].map((group) => [group, reason]));
    const made = planFrom(desired, live, { ...options, frozen });
    if (!made.ok) return made;
    const plan = withContents(made.plan, made.states);
    const differing = groupsNotAsApproved(plan, approved);
    if (differing.length === 0) return { ok: true, plan, leftOut: [...leftOut].toSorted() };
    for (const group of differing) leftOut.add(group);
  }
}
