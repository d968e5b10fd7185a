// Goal: a comment is never too long to be taken, and says as much as there is room for: the steps go first,
// the verdict, the counts and the codes of hazards never.
// Method: one plan of one group, as if it changed a thousand, and more.
import { expect, test } from 'vitest';
import type { GroupName } from '../../../src/model/group-identity.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { commentSizeMax, renderComment } from '../../../src/report/markdown/plan-comment.ts';
import { reportOf, type TargetReport } from '../../../src/report/plan/target-report.ts';
import { everydayPlan, optionsFor } from '../ten-plans.ts';

const one = await everydayPlan('open-https-to-the-world');

/** As if it were done in so many groups, each with a name that begins so. */
function manyTimes(count: number, name: string): Plan {
  const names = Array.from({ length: count }, (_, index) => `${name}-${index + 1}` as GroupName);
  const each = <Item>(items: readonly Item[], of: (item: Item, group: GroupName) => Item) =>
    names.flatMap((group) => items.map((item) => of(item, group)));
  const place = (group: string) => ({ file: `groups/${group}.yaml`, line: 4, column: 5 });
  return {
    ...one,
    steps: each(one.steps, (step, group) => {
      if (step.kind !== 'authorize') return { ...step, group };
      const rules = step.rules.map((rule) => ({
        ...rule,
        description: group,
        source: place(group),
      }));
      return { ...step, group, rules };
    }),
    hazards: each(one.hazards, (hazard, group) => {
      return {
        ...hazard,
        group,
        message: `opens ${group}: tcp 443 from anybody`,
        source: place(group),
      };
    }),
    notes: each(one.notes, (note, group) => ({ ...note, group })),
  };
}

function comment(targets: readonly TargetReport[], sizeMax = commentSizeMax): string {
  const text = renderComment(targets, { ...optionsFor(one), sizeMax });
  expect(text.length).toBeLessThanOrEqual(sizeMax);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(sizeMax);
  return text;
}

const verdict = '### Plan for `prod`: needs consent to';
const marker = '<!-- sluice:plan:prod -->\n';

test('of a thousand groups the steps are gone, and all else is there', () => {
  const text = comment([reportOf(manyTimes(1000, 'web'))]);
  expect(text.startsWith(`${marker}${verdict} 1000 hazards\n`)).toBe(true);
  expect(text).toContain('\nPlan: 2000 to add, 0 to change, 0 to remove. Hazards: 1000. ');
  expect(text).toContain('- `opens-to-internet`: opens web-1: tcp 443');
  expect(text).toContain('\n- and 990 more of `opens-to-internet`\n');
  expect(text).toContain('\n| `web-1000` | 2 | 0 | 0 |\n');
  expect(text).not.toContain('```');
  expect(text).toMatch(
    /\nLeft out, for it would be too long here: the steps\. All of it: `sluice show change\.plan\.json`\n$/,
  );
});

test.each([20_000, 5000, 1500])(
  'with room for %i bytes less is said, and still the verdict, counts and hazards',
  (sizeMax) => {
    const text = comment([reportOf(manyTimes(1000, 'web'))], sizeMax);
    expect(text.startsWith(`${marker}${verdict} 1000 hazards\n`)).toBe(true);
    expect(text).toContain('Plan: 2000 to add, 0 to change, 0 to remove.');
    expect(text).toContain('`opens-to-internet`');
    expect(text).toContain('--allow-hazards opens-to-internet');
    expect(text).toContain('All of it: `sluice show change.plan.json`');
  },
);

test('characters that take several bytes count as what they are', () => {
  const plan = manyTimes(150, '办公室'.repeat(40));
  const text = comment([reportOf(plan)]);
  expect(text).toContain(`${verdict} 150 hazards`);
  expect(text.length * 3).toBeGreaterThan(10_000);
});

test.each([3, 40, 300, 1000])(
  '%i targets of twenty groups fit, with one verdict over all',
  (count) => {
    const plan = manyTimes(20, 'web');
    const targets = Array.from({ length: count }, (_, index) => {
      const name = `region-${index}`;
      return reportOf({ ...plan, target: { ...plan.target, name } });
    });
    const text = comment(targets);
    expect(text).toContain(`\n### Plan for ${count} targets: ${count} needing consent\n`);
    expect(text).toContain('`opens-to-internet`');
  },
);

test('what one line does in all targets is said once, and with hardly any room not at all', () => {
  const plan = manyTimes(20, 'web');
  const source = { file: 'sluice.yaml', line: 12, column: 5 };
  const cause = { network: 'office', added: 20, removed: 20, groups: 20, isAlike: true };
  const notes = [{ code: 'cause', message: 'of one target', source, cause } as const];
  const targets = ['one', 'two', 'three'].map((name) =>
    reportOf({ ...plan, notes, target: { ...plan.target, name } }),
  );
  const sum = '\n- `network office (sluice.yaml:12:5): +1 −1 rule in 60 groups of 3 targets`\n';
  const roomy = comment(targets);
  expect(roomy.split(sum)).toHaveLength(2);
  expect(roomy.indexOf(sum)).toBeLessThan(roomy.indexOf('#### Target'));
  expect(comment(targets, 700)).toContain(sum);
  const tight = comment(targets, 450);
  expect(tight).not.toContain('office');
  expect(tight).toContain('which lines cause it');
});

test('what fits is whole', () => {
  const text = comment([reportOf(manyTimes(3, 'web'))]);
  expect(text).toContain('```diff\n! group web-1\n');
  expect(text).not.toContain('Left out');
});
