// Plans in which every word that somebody else chooses is replaced: names, descriptions, files, ids.
import type { Plan } from '../../src/model/plan.ts';
import { reportOf, type TargetReport } from '../../src/report/plan/target-report.ts';
import { lastPlan } from '../scenario/scenario.ts';

/** In the place of each word that may be chosen freely. */
const word = 'chosen';

const before = `name: ${word}-old
description: ${word}
ingress:
  - { protocol: tcp, ports: 80, source: 0.0.0.0/0, description: ${word} }
`;

const after = `name: ${word}-old
description: a ${word}
ingress:
  - { protocol: tcp, ports: 443, source: 0.0.0.0/0, description: ${word} }
---
name: ${word}-new
description: ${word}
tags: { team: ${word} }
ingress:
  - { protocol: tcp, ports: 22, source: [0.0.0.0/0, { group: ${word}-old }], description: ${word} }
`;

const plain = await lastPlan([
  { title: '', groups: before },
  { title: '', groups: after, machines: [[`${word}-old`]] },
]);

/** Of two targets, one of which could not be planned. */
export function hostileTargets(text: string): readonly TargetReport[] {
  const said = JSON.parse(
    JSON.stringify(plain).replaceAll('groups/all.yaml', `${word}/all.yaml`),
  ) as Plan;
  const breach = {
    ...{ name: word, expects: 'allow', message: `${word} breaks`, source: placed(word) },
    steps: { from: '1', until: '1' },
    breach: { kind: 'noAnswer', nodesMax: 9 },
  };
  const risky = { ...said, breaches: [breach], target: { ...said.target, name: word } };
  const plan = replaced(risky, text) as Plan;
  const refusal = { code: 'name-taken', message: text, source: placed(text) } as const;
  return [
    reportOf(plan),
    { kind: 'unplanned', name: text, why: 'refused, exit 4', refusals: [refusal] },
  ];
}

function placed(file: string) {
  return { file, line: 1, column: 1 };
}

function replaced(value: unknown, text: string): unknown {
  if (typeof value === 'string') return value.replaceAll(word, () => text);
  if (Array.isArray(value)) return value.map((one) => replaced(one, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key.replaceAll(word, () => text),
      replaced(one, text),
    ]),
  );
}
