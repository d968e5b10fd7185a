// Numbers with their nouns, and what a plan adds, changes and removes.
import type { Plan } from '../model/plan.ts';
import type { Step } from '../model/step.ts';

export interface PlanCounts {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

/** Groups and rules that come, change and go; a group that comes does not also change. */
export function countChanges({ steps }: Plan): PlanCounts {
  const made = new Set(steps.flatMap((step) => (step.kind === 'createGroup' ? step.group : [])));
  const sum = (count: (step: Step) => number) =>
    steps.reduce((total, step) => total + count(step), 0);
  return {
    add: sum((step) => (step.kind === 'authorize' ? step.rules.length : one(step, 'createGroup'))),
    remove: sum((step) => (step.kind === 'revoke' ? step.rules.length : one(step, 'deleteGroup'))),
    change: sum((step) => Number(isChange(step) && !made.has(step.group))),
  };
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `5 groups, 31 rules read`. */
export function readCounts({ groups, rules }: Plan['read']): string {
  return `${plural(groups, 'group')}, ${plural(rules, 'rule')} read`;
}

function one(step: Step, kind: Step['kind']): number {
  return Number(step.kind === kind);
}

function isChange({ kind }: Step): boolean {
  return (
    kind === 'tagGroup' ||
    kind === 'untagGroup' ||
    kind === 'modifyGroup' ||
    kind === 'modifyInnerAccessPolicy' ||
    kind === 'modifyRule'
  );
}
