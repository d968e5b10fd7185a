// A plan for a program: what `sluice plan --json` prints, as a value.
import { randomUUID } from 'node:crypto';
import type { HazardCode } from '../model/hazard.ts';
import type { LiveState } from '../model/live.ts';
import type { Plan, PlanId } from '../model/plan.ts';
import type { Refusal } from '../model/refusal.ts';
import type { DesiredState } from '../model/target.ts';
import { withContents } from '../planner/contents.ts';
import { plan } from '../planner/plan.ts';
import { toolVersion } from './tool-version.ts';

export type MadePlan =
  | { readonly ok: true; readonly plan: Plan }
  /** Why there can be none, and what to do about it. */
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

export interface MakePlanOptions {
  /** The hazards that somebody consented to: they decide whether the plan says `applyable`. */
  readonly allowHazards?: readonly HazardCode[];
  /** Holds are in force or over by it; now, where it is missing. */
  readonly now?: Date;
}

/**
 * Asks no cloud. The plan is JSON as schemas/plan.schema.json has it, and may be kept in a file, which
 * `sluice apply` takes too. Whether it closes SSH to whoever plans (`self-lockout`) is not looked at.
 */
export function makePlan(
  desired: DesiredState,
  live: LiveState,
  { allowHazards = [], now = new Date() }: MakePlanOptions = {},
): MadePlan {
  const made = plan(desired, live, {
    id: randomUUID() as PlanId,
    createdAt: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    toolVersion: toolVersion(),
    allowHazards,
  });
  return made.ok ? { ok: true, plan: withContents(made.plan, made.states) } : made;
}
