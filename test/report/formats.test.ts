// Goal: ten everyday plans can be read in each format by whoever it is for, and by the programs that
// know it by its schema.
// Method: golden texts, to be read as somebody who is tired; the schemas are those that are published.
import { expect, test } from 'vitest';
import { reportFormats } from '../../src/cli/reports/formats.ts';
import { renderPlans } from '../../src/cli/reports/render-plans.ts';
import { planSchemaFault, planSetSchemaFault } from '../../src/cli/plan-schema.ts';
import type { Plan, PlanId } from '../../src/model/plan.ts';
import type { PlanSet } from '../../src/model/plan-set.ts';
import { reportOf, type TargetReport } from '../../src/report/plan/target-report.ts';
import { readJunit } from './junit/read-junit.ts';
import { sarifFault } from './sarif-fault.ts';
import { endings, everydayPlan, optionsFor, tenNames } from './ten-plans.ts';

test.each(tenNames)('%s, in every format', async (name) => {
  const plan = await everydayPlan(name);
  for (const format of reportFormats) {
    const text = renderPlans(format, [reportOf(plan)], optionsFor(plan));
    await expect(text).toMatchFileSnapshot(`golden/${name}/plan.${endings[format]}`);
  }
  expectValid([reportOf(plan)], plan);
});

test('several targets, of which one breaks what is protected and one could not be planned', async () => {
  const [opening, closing] = await Promise.all(
    ['open-https-to-the-world', 'take-a-port-away'].map(everydayPlan),
  );
  if (opening === undefined || closing === undefined) throw new Error('there is no plan');
  const broken: Plan = { ...named(closing, 'prod'), applyable: false, breaches: [breach] };
  const targets: readonly TargetReport[] = [
    reportOf(named(opening, 'canary')),
    reportOf(broken),
    {
      ...{ kind: 'unplanned', name: 'edge', why: 'refused, exit 4' },
      refusals: [
        {
          code: 'name-taken',
          message: 'another group is called web already: sg-1; adopt it, or rename ours',
          source: { file: 'groups/web.yaml', line: 1, column: 1 },
        },
      ],
    },
    { kind: 'unplanned', name: 'far', why: 'error, exit 1', refusals: [] },
  ];
  const document: PlanSet = {
    ...{ formatVersion: 1, kind: 'planSet', toolVersion: '0.1.0' },
    createdAt: '2026-11-22T08:00:00Z',
    waves: [['canary'], ['prod', 'edge', 'far']],
    plans: targets.flatMap((target) => (target.kind === 'planned' ? target.plan : [])),
  };
  for (const format of reportFormats) {
    const text = renderPlans(format, targets, optionsFor(document));
    await expect(text).toMatchFileSnapshot(`golden/several-targets/plan.${endings[format]}`);
  }
  expectValid(targets, document);
});

const breach: NonNullable<Plan['breaches']>[number] = {
  name: 'people reach the shop',
  expects: 'allow',
  message:
    '"people reach the shop" breaks after step 1: tcp from anybody:any to a member of web, port 80 is stopped on the way in by the default',
  steps: { from: '1' as never, until: '1' as never },
  breach: { kind: 'noAnswer', nodesMax: 9 },
  source: { file: 'sluice.yaml', line: 12, column: 5 },
};

function named(plan: Plan, name: string): Plan {
  return { ...plan, id: `plan-of-${name}` as PlanId, target: { ...plan.target, name } };
}

function expectValid(targets: readonly TargetReport[], document: Plan | PlanSet): void {
  const options = optionsFor(document);
  const json: unknown = JSON.parse(renderPlans('json', targets, options));
  const fault = 'kind' in document ? planSetSchemaFault(json) : planSchemaFault(json);
  expect([json, fault]).toEqual([document, undefined]);
  expect(sarifFault(JSON.parse(renderPlans('sarif', targets, options)))).toBeUndefined();
  const cases = readJunit(renderPlans('junit', targets, options));
  const blocking = cases.filter(({ outcome }) => outcome !== '');
  const isFine = targets.every(
    (one) => one.kind === 'planned' && one.plan.hazards.length === 0 && !one.plan.breaches,
  );
  expect(blocking.length === 0).toBe(isFine);
}
