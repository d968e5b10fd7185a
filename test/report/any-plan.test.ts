// Goal: whatever the planner makes can be saved, read again and shown, and what is shown of rules is
// what becomes of them, through however many steps.
// Method: plans for random states of a tiny universe, also with hardly any room. The net changes are
// held against the states before the first step and after the last, which come from elsewhere.
import fc from 'fast-check';
import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import { planSchemaFault } from '../../src/cli/plan-schema.ts';
import { contentKey, type Rule } from '../../src/model/rule.ts';
import type { GroupStates } from '../../src/planner/order/states.ts';
import { stepsByGroup } from '../../src/report/group-lines.ts';
import { renderDrift } from '../../src/report/drift/drift-text.ts';
import { renderDriftMarkdown } from '../../src/report/drift/drift-markdown.ts';
import { targetDrift } from '../../src/report/drift/target-drift.ts';
import { renderPlan } from '../../src/report/plan-text.ts';
import { ruleChanges, type RuleChange } from '../../src/report/rule-changes.ts';
import { documentOf, driftSchemaFault } from './drift/drift-schema.ts';
import { planned, readLive, worldOf } from '../planner/in-process.ts';
import { scenarios } from '../planner/universe.ts';

const plain = picocolors.createColors(false);
const plans = fc.record({
  scenario: scenarios({ twins: true }),
  rulesPerGroup: fc.oneof(fc.constant(1000), fc.integer({ min: 1, max: 8 })),
});

test('every plan fits its schema, is shown whole, and leads where the lines of its rules say', async () => {
  const seen = { plans: 0, temporary: 0 };
  await fc.assert(
    fc.asyncProperty(plans, async ({ scenario: { desired, seeds }, rulesPerGroup }) => {
      const live = await readLive(desired, worldOf(seeds).send);
      const result = planned({ ...desired, quotas: { rulesPerGroup } }, live);
      if (!result.ok) return;
      const { plan, states } = result;
      seen.plans += 1;
      expect(planSchemaFault(JSON.parse(JSON.stringify(plan)))).toBeUndefined();
      const shown = [plan, ...(plan.undo === undefined ? [] : [plan.undo])];
      const drift = targetDrift(plan, desired, live);
      expect(driftSchemaFault(documentOf(drift))).toBeUndefined();
      const texts = [
        ...shown.map((one) => renderPlan(one, plain)),
        renderDrift(drift, plain, { next: [] }),
        renderDriftMarkdown(drift, { next: [], workspaceFile: 'sluice.yaml' }),
      ];
      expect(texts.join('')).not.toMatch(/undefined|NaN|\[object/);
      for (const [group, steps] of stepsByGroup(plan.steps)) {
        const state = states.find((one) => one.group === group);
        if (state?.path.at(-1) === undefined) continue;
        const changes = ruleChanges(steps);
        seen.temporary += changes.filter(({ kind }) => kind === 'temporary').length;
        expect(changed(state, changes)).toEqual(keysOf(state.path.at(-1)?.rules ?? []));
      }
    }),
    { numRuns: 300 },
  );
  expect(seen.plans).toBeGreaterThan(150);
  expect(seen.temporary).toBeGreaterThan(10);
});

/** The keys of the rules that there are when these changes are made to those before. */
function changed({ before }: GroupStates, changes: readonly RuleChange[]): readonly string[] {
  const keys = keysOf(before?.rules ?? []).slice();
  for (const change of changes) {
    const goes = change.kind === 'removed' || change.kind === 'changed' ? change.before : undefined;
    if (goes !== undefined) keys.splice(keys.indexOf(contentKey(goes)), 1);
  }
  const come = changes.flatMap((change) =>
    change.kind === 'added' || change.kind === 'changed' ? [contentKey(change.after)] : [],
  );
  return [...keys, ...come].toSorted();
}

function keysOf(rules: readonly Rule[]): string[] {
  return rules.map(contentKey).toSorted();
}
