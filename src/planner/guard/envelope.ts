// What a group lets through while a wave runs: the most, and the least, that parts of its calls do.
//
// Access grows with rules that accept and shrinks with rules that drop, so that two sets of rules
// stand for every part and order in which the calls of a wave become visible.
import type { GroupContent } from '../../model/group.ts';
import { predict } from '../../model/predict.ts';
import type { Rule } from '../../model/rule.ts';
import type { ModifyRule, Step } from '../../model/step.ts';
import { contains } from '../../reach/contains.ts';
import type { StateGroup } from '../../reach/ends/access-state.ts';

export interface Envelope {
  readonly least: StateGroup | undefined;
  readonly most: StateGroup | undefined;
}

/** `steps` are those of one wave and one group. */
export function envelopeOf(
  name: string,
  before: GroupContent | undefined,
  steps: readonly Step[],
): Envelope {
  const after = steps.reduce(predict, before);
  if (before === undefined || after === undefined) {
    const there = before ?? after;
    return { least: undefined, most: there && stateGroup(name, there) };
  }
  const modifies = steps.filter((step): step is Step & ModifyRule => step.kind === 'modifyRule');
  const gone = [...revokedBy(steps), ...modifies.map((modify) => modify.before)];
  const come = [...authorizedBy(steps), ...modifies.map((modify) => modify.after)];
  const kept = withoutRules(before, gone);
  const moving = [...gone, ...come];
  const steady = modifies.flatMap((modify) => steadyPart(modify) ?? []);
  const inner = [before.innerAccessPolicy, after.innerAccessPolicy];
  const having = (policy: Rule['policy'], innerAccessPolicy: Rule['policy']): StateGroup => ({
    name,
    type: before.type,
    innerAccessPolicy,
    rules: [
      ...kept,
      ...moving.filter((rule) => rule.policy === policy),
      ...steady.filter((rule) => rule.policy !== policy),
    ],
    isOurs: true,
    unwritten: [],
  });
  return {
    least: having('drop', inner.includes('drop') ? 'drop' : 'accept'),
    most: having('accept', inner.includes('accept') ? 'accept' : 'drop'),
  };
}

export function stateGroup(
  name: string,
  { type, innerAccessPolicy, rules }: Pick<GroupContent, 'type' | 'innerAccessPolicy' | 'rules'>,
): StateGroup {
  return { name, type, innerAccessPolicy, rules, isOurs: true, unwritten: [] };
}

/** One rule is changed at once: what both of its states match is decided by one of them all the while. */
function steadyPart({ before, after }: ModifyRule): Rule | undefined {
  if (before.policy !== after.policy) return undefined;
  const inner = contains(before, after) ? after : contains(after, before) ? before : undefined;
  return inner && { ...inner, priority: Math.max(before.priority, after.priority) };
}

function authorizedBy(steps: readonly Step[]): readonly Rule[] {
  return steps.flatMap((step) => (step.kind === 'authorize' ? step.rules : []));
}

function revokedBy(steps: readonly Step[]): readonly Rule[] {
  return steps.flatMap((step) => (step.kind === 'revoke' ? step.rules : []));
}

function withoutRules(content: GroupContent, rules: readonly Rule[]): readonly Rule[] {
  return predict(content, { kind: 'revoke', direction: 'ingress', rules })?.rules ?? [];
}
