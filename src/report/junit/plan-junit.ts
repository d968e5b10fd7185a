// Plans as JUnit XML: a suite for each target, with a case for each group that changes and for whatever
// stands in the way of an apply, which has failed.
import type { Plan } from '../../model/plan.ts';
import { changedGroupLines, stepsByGroup } from '../group-lines.ts';
import { issuesOf, type PlanIssue } from '../plan/issues.ts';
import type { TargetReport } from '../plan/target-report.ts';
import { planLine } from '../plan-text.ts';
import { printable } from '../printable.ts';
import { snapshotAges } from '../snapshot-age.ts';
import { sourceText } from '../source-text.ts';
import { junitDocument, type JunitCase } from './xml.ts';

export function renderPlanJunit(targets: readonly TargetReport[]): string {
  return junitDocument(
    targets.map((target) => ({
      name: printable(target.name),
      cases: [
        ...(target.kind === 'planned' ? planCases(target.plan) : []),
        ...issuesOf(target)
          .filter(({ level }) => level === 'error')
          .map(issueCase),
      ],
    })),
  );
}

function planCases(plan: Plan): readonly JunitCase[] {
  return [
    {
      name: 'plan',
      outcome: { kind: 'passed' },
      output: [planLine(plan), ...snapshotAges(plan.notes)].join('\n'),
    },
    ...stepsByGroup(plan.steps).map(([group, steps]): JunitCase => {
      const lines = changedGroupLines(group, steps, plan);
      const output = lines.map(({ mark, text }) => `${mark} ${text}`).join('\n');
      return { name: `group ${printable(group)}`, outcome: { kind: 'passed' }, output };
    }),
  ];
}

function issueCase({ kind, code, message, group, source }: PlanIssue): JunitCase {
  const of = group === undefined ? '' : ` of ${printable(group)}`;
  const shown = printable(message);
  const place = source === undefined ? [] : [sourceText(source)];
  return {
    name: `${kinds[kind]} ${code}${of}`,
    outcome: {
      kind: kind === 'refusal' ? 'error' : 'failure',
      type: code,
      message: shown,
      text: [shown, ...place].join('\n'),
    },
  };
}

const kinds = {
  refusal: 'refusal',
  breach: 'guard',
  hazard: 'hazard',
  opening: 'opening',
} as const;
