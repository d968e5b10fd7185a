// What became of one target, for reports in every format: its plan, or why there is none.
import type { Plan } from '../../model/plan.ts';
import type { Refusal } from '../../model/refusal.ts';

export type TargetReport =
  | { readonly kind: 'planned'; readonly name: string; readonly plan: Plan }
  | {
      readonly kind: 'unplanned';
      readonly name: string;
      /** In a few words, such as `refused, exit 4`. */
      readonly why: string;
      /** Empty where something else stood in the way, such as the network. */
      readonly refusals: readonly Refusal[];
    };

export function reportOf(plan: Plan): TargetReport {
  return { kind: 'planned', name: plan.target.name, plan };
}

/** Those that have a plan. */
export function plansOf(targets: readonly TargetReport[]): readonly Plan[] {
  return targets.flatMap((target) => (target.kind === 'planned' ? target.plan : []));
}
