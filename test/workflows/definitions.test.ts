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

test('their actions are those of GitHub, each of one version', () => {
  const used = steps.flatMap(({ uses }) => uses ?? []);
  expect(used.length).toBeGreaterThan(15);
  for (const uses of used) expect(uses).toMatch(/^(actions|github)\/[a-z/-]+@v\d+$/);
  const names = new Set(used.map((uses) => uses.split('@')[0]));
  expect(new Set(used).size).toBe(names.size);
});

test('no job runs packages that another one left in a cache', () => {
  const nodes = steps.filter(({ uses }) => uses?.startsWith('actions/setup-node@') === true);
  for (const { with: given } of nodes) expect(given?.['package-manager-cache']).toBe(false);
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

test('the one secret is a webhook, for the step that posts to it', () => {
  const posting = steps.filter(({ run }) => run?.includes('sluice drift') === true);
  const secrets = workflows.flatMap(({ workflow }) =>
    Array.from(JSON.stringify(workflow).matchAll(/secrets\W+\w+/g), ([name]) => name),
  );
  expect(secrets).toEqual(['secrets.SLUICE_WEBHOOK']);
  expect(posting[0]?.env).toHaveProperty('SLUICE_WEBHOOK');
});

test('nothing runs with rights on what a stranger wrote', () => {
  for (const { workflow } of workflows) {
    const text = JSON.stringify(workflow);
    expect(text).not.toMatch(/ACCESS_KEY|pull_request_target|workflow_run/);
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
  const scanning = { ...read, actions: 'read', 'security-events': 'write' };
  expect(Object.fromEntries(jobs.map(({ name, job }) => [name, job.permissions]))).toEqual({
    'plan/check': read,
    'plan/plan': { ...known, 'pull-requests': 'write' },
    'plan/scan': scanning,
    'plan/plan-of-a-fork': read,
    'apply/scan': scanning,
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
