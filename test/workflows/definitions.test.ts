// Goal: no workflow and no step of the action may do more than it has to, or runs what a stranger wrote.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readAction, readWorkflow, type Job, type Step } from './definition.ts';

const names = ['plan', 'apply', 'drift'];
const workflows = names.map((name) => ({ name, workflow: readWorkflow(name) }));
const jobs = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([job, text]) => ({ name: `${name}/${job}`, job: text })),
);
const steps: readonly Step[] = [
  ...jobs.flatMap(({ job }) => job.steps),
  ...readAction().runs.steps,
];

test('these are all of the workflows', () => {
  const files = readdirSync('templates/github');
  expect(files.toSorted()).toEqual(names.map((name) => `sluice-${name}.yml`).toSorted());
});

test('their actions are those of GitHub, of one version', () => {
  const used = steps.flatMap(({ uses }) => uses ?? []);
  expect(used.length).toBeGreaterThan(15);
  for (const uses of used) expect(uses).toMatch(/^actions\/[a-z/-]+@v\d+$/);
});

test('no text from outside is part of a script', () => {
  for (const { run, shell } of steps) {
    if (run === undefined) continue;
    expect(run).not.toContain('${{');
    if (shell !== undefined) expect(run).toMatch(/^set -euo pipefail\n/);
  }
  for (const { run, shell } of readAction().runs.steps) {
    if (run !== undefined) expect(shell).toBe('bash');
  }
});

test('there is no secret, and nothing runs with rights on what a stranger wrote', () => {
  for (const { workflow } of workflows) {
    const text = JSON.stringify(workflow);
    expect(text).not.toMatch(/secrets\.|ACCESS_KEY|pull_request_target|workflow_run/);
  }
  expect(readFileSync('templates/gitlab/.gitlab-ci.yml', 'utf8')).not.toContain('ACCESS_KEY');
  for (const { uses, with: given } of jobs.flatMap(({ job }) => job.steps)) {
    if (uses?.startsWith('actions/checkout@') === true) {
      expect(given).toMatchObject({ 'persist-credentials': false });
      expect(given).not.toHaveProperty('ref');
    }
  }
});

test('each job may do what it needs', () => {
  for (const { workflow } of workflows) expect(workflow.permissions).toEqual({ contents: 'read' });
  const read = { contents: 'read' };
  const known = { ...read, 'id-token': 'write' };
  expect(Object.fromEntries(jobs.map(({ name, job }) => [name, job.permissions]))).toEqual({
    'plan/check': read,
    'plan/plan': { ...known, 'pull-requests': 'write' },
    'plan/plan-of-a-fork': read,
    'apply/plan': known,
    'apply/apply': known,
    'drift/drift': { ...known, issues: 'write' },
    'drift/expire': known,
  });
});

test('whatever writes goes in an environment, one at a time on its targets and to its end', () => {
  const writing = jobs.filter(({ job }) => scriptsOf(job).includes('sluice apply'));
  expect(writing.map(({ name }) => name)).toEqual(['apply/apply', 'drift/expire']);
  for (const { job } of writing) {
    expect(job.environment).toMatch(/^(production|expiry)$/);
    expect(job.concurrency).toEqual({ group: 'sluice-apply-prod', 'cancel-in-progress': false });
  }
  const inPlanRole = jobs.filter(({ job }) => JSON.stringify(job).includes('SLUICE_PLAN_ROLE_ARN'));
  for (const { job } of inPlanRole) expect(scriptsOf(job)).not.toContain('sluice apply');
});

function scriptsOf({ steps: all }: Job): string {
  return all.map(({ run = '' }) => run).join('\n');
}
