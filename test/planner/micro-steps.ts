// A plan taken apart into what the cloud may do one by one: every rule of a batch for itself.
// Calls of one wave may take effect in any order and in part, so an order within a wave is drawn.
import type { GroupName } from '../../src/model/group-identity.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Step } from '../../src/model/step.ts';
import type { WireGroup, WireRule } from '../oracle.ts';
import type { Moment } from './moments.ts';
import { seededId } from './names.ts';
import { wholeText, wireOfRule } from './wire-words.ts';

export interface MicroStep {
  readonly kind: 'inner' | 'authorize' | 'modify' | 'revoke';
  readonly id: string;
  readonly run: (group: WireGroup) => WireGroup;
}

/** The micro-steps of each wave. */
export function wavesOf({ steps }: Pick<Plan, 'steps'>): readonly (readonly MicroStep[])[] {
  const waves = new Set(steps.map(({ wave }) => wave));
  return [...waves].map((wave) => steps.filter((step) => step.wave === wave).flatMap(microSteps));
}

/** In each wave by the keys drawn, which may be fewer: then they are used again. */
export function shuffled(
  waves: readonly (readonly MicroStep[])[],
  keys: readonly number[],
): readonly MicroStep[] {
  return waves.flatMap((wave) =>
    wave
      .map((step, index) => ({ step, key: keys[index % keys.length] ?? 0 }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ step }) => step),
  );
}

/** The state before, and after each micro-step. Groups that are not there have no members either. */
export function momentsAlong(start: Moment, steps: readonly MicroStep[]): readonly Moment[] {
  const moments = [start];
  for (const { id, run } of steps) {
    const now = moments.at(-1) ?? start;
    const group = now.get(id);
    if (group !== undefined) moments.push(new Map(now).set(id, run(group)));
  }
  return moments;
}

function microSteps(step: Step): readonly MicroStep[] {
  const id = seededId(step.group);
  switch (step.kind) {
    case 'modifyInnerAccessPolicy': {
      const InnerAccessPolicy = step.after === 'accept' ? 'Accept' : 'Drop';
      return [{ kind: 'inner', id, run: (group) => ({ ...group, InnerAccessPolicy }) }];
    }
    case 'authorize':
      return step.rules.map((rule) => ({
        kind: 'authorize',
        id,
        run: (group) => withRules(group, [...group.Permissions.Permission, wire(rule)]),
      }));
    case 'revoke':
      return step.rules.map((rule) => ({
        kind: 'revoke',
        id,
        run: (group) => withRules(group, replaced(group, wire(rule), [])),
      }));
    case 'modifyRule':
      return [
        {
          kind: 'modify',
          id,
          run: (group) => withRules(group, replaced(group, wire(step.before), [wire(step.after)])),
        },
      ];
    default:
      return [];
  }
}

function wire(rule: Parameters<typeof wireOfRule>[0]): WireRule {
  return wireOfRule(rule, (group: GroupName) => seededId(group));
}

function withRules(group: WireGroup, rules: readonly WireRule[]): WireGroup {
  return { ...group, Permissions: { Permission: rules } };
}

function replaced(group: WireGroup, before: WireRule, after: readonly WireRule[]): WireRule[] {
  const rules = group.Permissions.Permission;
  const index = rules.findIndex((rule) => wholeText(rule) === wholeText(before));
  if (index === -1)
    throw new Error(`the plan changes a rule that is not there: ${wholeText(before)}`);
  return rules.toSpliced(index, 1, ...after);
}
