// What a step sends that the cloud must know: rules with their peers and lists, and a resource group.
import type { PlannedRule, Step } from './step.ts';

export function rulesSentBy(step: Step): readonly PlannedRule[] {
  if (step.kind === 'modifyRule') return [step.after];
  return step.kind === 'authorize' ? step.rules : [];
}

/** Its id; undefined where the step sends none. */
export function resourceGroupSentBy(step: Step): string | undefined {
  if (step.kind === 'joinResourceGroup') return step.after;
  return step.kind === 'createGroup' ? step.resourceGroup : undefined;
}
