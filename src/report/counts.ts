// Numbers with their nouns, and what a plan adds, changes and removes.
import type { Plan } from '../model/plan.ts';
import type { Step } from '../model/step.ts';
import { stepsByGroup } from './group-lines.ts';
import { ruleChanges, type RuleChange } from './rule-changes.ts';

export interface PlanCounts {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  /** Rules that are there on the way only. */
  readonly temporary: number;
}

/** Groups, rules and members that come, change and go; a group that comes does not also change. */
export function countChanges({ steps }: Pick<Plan, 'steps'>): PlanCounts {
  const made = new Set(steps.flatMap((step) => (step.kind === 'createGroup' ? step.group : [])));
  const changes = stepsByGroup(steps).flatMap(([, own]) => ruleChanges(own));
  const rules = (kind: RuleChange['kind']) => changes.filter((one) => one.kind === kind).length;
  const groups = (isCounted: (step: Step) => boolean) => steps.filter(isCounted).length;
  return {
    add: rules('added') + groups(({ kind }) => kind === 'createGroup' || kind === 'joinGroup'),
    change: rules('changed') + groups((step) => isChange(step) && !made.has(step.group)),
    remove:
      rules('removed') + groups(({ kind }) => kind === 'deleteGroup' || kind === 'leaveGroup'),
    temporary: rules('temporary'),
  };
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Such as `1,204`. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** `5 groups, 31 rules read`. */
export function readCounts({ groups, rules }: Plan['read']): string {
  return `${plural(groups, 'group')}, ${plural(rules, 'rule')} read`;
}

function isChange({ kind }: Step): boolean {
  return (
    kind === 'tagGroup' ||
    kind === 'untagGroup' ||
    kind === 'modifyGroup' ||
    kind === 'replaceGroups' ||
    kind === 'joinResourceGroup' ||
    kind === 'modifyInnerAccessPolicy'
  );
}
