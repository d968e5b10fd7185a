// Ten plans of everyday changes, made by the planner on the emulator, for the reports in every format.
import type { RenderOptions } from '../../src/cli/reports/render-plans.ts';
import type { Plan } from '../../src/model/plan.ts';
import { chaptersOf, everydayChanges } from '../scenario/everyday.ts';
import { lastPlan } from '../scenario/scenario.ts';

export const tenNames = [
  'a-new-group',
  'close-egress',
  'delete-a-group',
  'describe-a-rule',
  'move-a-rule-to-another-group',
  'narrow-a-cidr',
  'open-a-database-by-mistake',
  'open-https-to-the-world',
  'swap-priorities',
  'take-a-port-away',
] as const;

/** Of golden files, by the format. */
export const endings = {
  text: 'txt',
  markdown: 'md',
  json: 'json',
  sarif: 'sarif',
  junit: 'xml',
  github: 'github.txt',
} as const;

export async function everydayPlan(name: string): Promise<Plan> {
  const change = everydayChanges.get(name);
  if (change === undefined) throw new Error(`there is no change ${name}`);
  return await lastPlan(chaptersOf(change));
}

/** As on a pull request, in the folder `infra` of a repository. */
export function optionsFor(document: object): RenderOptions {
  return {
    document,
    fileOf: (file) => `infra/${file}`,
    workspaceFile: 'infra/sluice.yaml',
    toolVersion: '0.1.0',
    commit: '0123456789abcdef0123456789abcdef01234567',
    commentId: undefined,
    apply: 'sluice apply change.plan.json',
    show: 'sluice show change.plan.json',
  };
}
