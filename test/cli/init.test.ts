// Goal: the workflows that init writes are ones that somebody can merge as they are.
// Method: they are read as YAML, and their steps with sluice in them are run, in the order in which a
// change meets them, as the runner would, in a clone and with the emulator as the cloud.
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CloudWorld } from './cloud-world.ts';
import { commitAll, runGit } from '../desired/commit/repository.ts';
import { sluice, writeGroupFile, type Ran } from './sluice.ts';

const bin = fileURLToPath(new URL('../../bin/sluice.js', import.meta.url));
const vpcId = 'vpc-bp1test';
let world: CloudWorld | undefined;
afterEach(() => world?.close());

interface Clone {
  readonly folder: string;
  /** One step of a job, as bash with the options that GitHub gives it. */
  readonly step: (script: string, more?: Readonly<Record<string, string>>) => Promise<Ran>;
}

/** What `init` wrote, merged into main, and a branch with a change. */
async function cloneWith(ci: string): Promise<Clone> {
  const seed = { region: 'cn-hangzhou', id: 'sg-other', vpcId, name: 'other' };
  world = await CloudWorld.open([seed]);
  const { environment } = world;
  const root = mkdtempSync(path.join(tmpdir(), 'sluice-test-'));
  const [folder, tools] = [path.join(root, 'clone'), path.join(root, 'tools')];
  mkdirSync(folder);
  mkdirSync(tools);
  writeFileSync(
    path.join(tools, 'sluice'),
    `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`,
  );
  chmodSync(path.join(tools, 'sluice'), 0o755);
  const made = await sluice(folder, ['init', '--vpc', vpcId, '--ci', ci]);
  expect(made).toMatchObject({ exitCode: 0, err: '' });
  commitAll(folder);
  runGit(root, 'clone', '--quiet', '--bare', folder, path.join(root, 'origin.git'));
  runGit(folder, 'remote', 'add', 'origin', path.join(root, 'origin.git'));
  runGit(folder, 'checkout', '--quiet', '-b', 'change');
  writeGroupFile(folder, 'second', 'name: second\ningress: []\n');
  const PATH = `${tools}:${process.env['PATH'] ?? ''}`;
  const runner = { RUNNER_TEMP: root, GITHUB_STEP_SUMMARY: path.join(root, 'summary.md') };
  const env = { PATH, HOME: root, ...runner, ...environment };
  const step: Clone['step'] = (script, more = {}) => {
    const options = { cwd: folder, env: { ...env, ...more } };
    return new Promise((resolve) => {
      execFile('bash', ['-eo', 'pipefail', '-c', script], options, (error, out, err) => {
        const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ exitCode, out, err });
      });
    });
  };
  return { folder, step };
}

interface Job {
  readonly steps?: readonly { readonly run?: string; readonly uses?: string }[];
  readonly script?: readonly string[];
}

function jobsOf(folder: string, file: string): Readonly<Record<string, Job>> {
  const text = readFileSync(path.join(folder, file), 'utf8');
  expect(text).not.toMatch(/secrets\.|ACCESS_KEY/);
  const document = parse(text) as { readonly jobs?: Record<string, Job> } & Record<string, Job>;
  return document.jobs ?? document;
}

/** Each in a step of its own; installing and signing in are the runner's. */
function sluiceSteps(job: Job | undefined): readonly string[] {
  const scripts = job?.script ?? job?.steps?.flatMap(({ run }) => run ?? []) ?? [];
  const own = scripts.filter((script) => /^(sluice|git) /m.test(script));
  expect(own.length).toBeGreaterThan(0);
  return own;
}

test('the workflows for GitHub plan, apply and look for drift', async () => {
  const { folder, step } = await cloneWith('github');
  const job = (file: string, name: string) =>
    jobsOf(folder, `.github/workflows/sluice-${file}.yml`)[name];
  for (const script of sluiceSteps(job('plan', 'plan'))) {
    const ran = await step('git fetch --quiet origin').then(() =>
      step(script, { GITHUB_BASE_REF: 'main' }),
    );
    expect(ran).toMatchObject({ exitCode: 0 });
  }
  const summary = readFileSync(path.join(folder, '../summary.md'), 'utf8');
  expect(summary).toContain('    + group example\n');
  expect(summary).toContain('    + group second\n');

  const [plan = ''] = sluiceSteps(job('apply', 'plan'));
  expect(await step(plan)).toMatchObject({ exitCode: 0 });
  const [apply = ''] = sluiceSteps(job('apply', 'apply'));
  expect(await step(apply, { HAZARDS: '' })).toMatchObject({ exitCode: 4 });
  expect(world?.groups).toEqual(['other']);
  expect(await step(apply, { HAZARDS: 'first-apply' })).toMatchObject({
    exitCode: 0,
  });
  expect(world?.groups).toEqual(['example 443', 'other', 'second']);

  const [drift = ''] = sluiceSteps(job('drift', 'drift'));
  expect(await step(drift)).toMatchObject({ exitCode: 0 });
  world?.openPort('example', 22);
  expect(await step(drift)).toMatchObject({ exitCode: 2 });
});

test('their actions are pinned, no text from outside is part of a script, and each job may do little', async () => {
  const { folder } = await cloneWith('github');
  for (const name of ['plan', 'apply', 'drift']) {
    const file = `.github/workflows/sluice-${name}.yml`;
    for (const job of Object.values(jobsOf(folder, file))) {
      for (const { uses, run } of job.steps ?? []) {
        if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$/);
        expect(run ?? '').not.toContain('${{');
      }
    }
    const { permissions } = parse(readFileSync(path.join(folder, file), 'utf8')) as {
      readonly permissions: unknown;
    };
    expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  }
});

test('the pipeline for GitLab does the same', async () => {
  const { folder, step } = await cloneWith('gitlab');
  const jobs = jobsOf(folder, '.gitlab-ci.yml');
  for (const script of sluiceSteps(jobs['plan-merge-request'])) {
    const ran = await step(script, { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' });
    expect(ran).toMatchObject({ exitCode: 0 });
  }
  const run = async (name: string, more: Readonly<Record<string, string>> = {}) =>
    step(sluiceSteps(jobs[name]).join('\n'), more);
  expect(await run('plan')).toMatchObject({ exitCode: 0 });
  expect(await run('apply')).toMatchObject({ exitCode: 4 });
  expect(await run('apply', { SLUICE_ALLOW_HAZARDS: 'first-apply' })).toMatchObject({
    exitCode: 0,
  });
  expect(world?.groups).toEqual(['example 443', 'other', 'second']);
  expect(await run('drift')).toMatchObject({ exitCode: 0 });
  world?.openPort('example', 22);
  expect(await run('drift')).toMatchObject({ exitCode: 2 });
});

test('with --ci none there are none, and nothing is written over', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-test-'));
  writeFileSync(path.join(folder, '.gitlab-ci.yml'), 'stages: [build]\n');
  const refused = await sluice(folder, ['init', '--ci', 'gitlab']);
  expect(refused.exitCode).toBe(4);
  expect(refused.err).toBe('refused: .gitlab-ci.yml is there already. Nothing was written.\n');
  const bare = await sluice(folder, ['init', '--ci', 'none']);
  expect(bare.out).toMatch(/^\+ sluice\.yaml\n\+ groups\/example\.yaml\nNext: /);
  expect(bare.exitCode).toBe(0);
});
