// Goal: the workflows that init writes do on GitHub what they say: a comment under each pull request that pushes
// update, an apply of what was approved, an issue while there is drift; and nothing of it for a fork.
// Method: their jobs and the composite action are run step by step as a runner would, with bash, against the
// emulator as the cloud and a server that plays the API of GitHub.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EmulatorRequest } from '../../src/emulator/emulator.ts';
import { CloudWorld } from '../cli/cloud-world.ts';
import { readAction, readWorkflow, type Texts } from './definition.ts';
import { bot, GithubApi, githubToken, stranger } from './github-api.ts';
import { serveJson, type Asked } from './json-server.ts';
import { Origin } from './origin.ts';
import { Runner, type JobRun } from './runner.ts';

const repository = 'acme/network';
const oidcProvider = 'acs:ram::1000000000000001:oidc-provider/github';
const role = (name: string) => `acs:ram::1000000000000001:role/${name}`;
const vars = {
  SLUICE_PACKAGE: 'sluice-1.0.0.tgz',
  SLUICE_OIDC_PROVIDER_ARN: oidcProvider,
  SLUICE_PLAN_ROLE_ARN: role('sluice-plan'),
  SLUICE_APPLY_ROLE_ARN: role('sluice-apply'),
};
const workflows = {
  plan: readWorkflow('plan'),
  apply: readWorkflow('apply'),
  drift: readWorkflow('drift'),
};

/** The roles that were taken, in order. */
const taken: string[] = [];
let world: CloudWorld;
let github: GithubApi;
let origin: Origin;
let runner: Runner;

beforeAll(async () => {
  world = await CloudWorld.open();
  world.before = noteRole;
  github = await GithubApi.open();
  origin = await Origin.make('github');
  runner = new Runner(origin);
});

afterAll(async () => {
  await world.close();
  await github.close();
});

function noteRole({ action, parameters }: EmulatorRequest): undefined {
  if (action === 'AssumeRoleWithOIDC') taken.push(parameters['RoleArn'] ?? '');
}

/** What no job has but one that may have an identity: where the cloud is, and who asks. */
function environmentOf(permissions: Texts): Texts {
  const usual = {
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: repository,
    GITHUB_SHA: 'a-merge-that-nobody-made',
  };
  if (permissions['id-token'] !== 'write') return usual;
  const { SLUICE_ENDPOINT = '' } = world.environment;
  return { ...usual, ...github.identity, SLUICE_ENDPOINT };
}

interface Situation {
  readonly branch?: string;
  readonly event?: object;
  readonly vars?: Texts;
  readonly secrets?: Texts;
  readonly inputs?: Texts;
  readonly needs?: object;
}

function contextsOf({
  event = {},
  vars: own = vars,
  secrets = {},
  inputs = {},
  needs = {},
}: Situation) {
  const name = 'pull_request' in event ? 'pull_request' : 'push';
  const run = { repository, run_id: 42, run_attempt: 1, token: githubToken, event_name: name };
  return { github: { ...run, sha: 'a-commit', event }, vars: own, secrets, inputs, needs };
}

function run(
  file: keyof typeof workflows,
  job: string,
  situation: Situation = {},
  on = runner,
): Promise<JobRun | undefined> {
  const { branch = 'main' } = situation;
  const permissions = workflows[file].jobs[job]?.permissions ?? {};
  const environment = { ...environmentOf(permissions), GITHUB_BASE_REF: 'main' };
  return on.job(workflows[file], job, {
    branch,
    contexts: contextsOf(situation),
    environment,
  });
}

function pullRequest(sha: string, from = repository): Situation {
  const title = '$(touch hacked) `touch hacked`';
  const head = { sha, ref: title, repo: { full_name: from } };
  return { branch: 'change', event: { pull_request: { number: 7, title, head } } };
}

async function mergeAndApply(inputs: Texts): Promise<JobRun | undefined> {
  const planned = await run('apply', 'plan');
  expect(planned?.ok).toBe(true);
  return run('apply', 'apply', { needs: { plan: { outputs: planned?.outputs } }, inputs });
}

const second = (port: number | string) =>
  `name: second\ningress:\n  - { protocol: tcp, ports: ${port}, source: 10.0.0.0/8 }\n`;

test('a pull request has one comment with its plan, which the next push updates', async () => {
  const forged = { id: 1, user: stranger, body: '<!-- sluice:plan:prod -->\nAll is well.' };
  const others = ['one', 'two', 'three'].map((body, id) => ({ id: id + 2, user: stranger, body }));
  github.comments.push(forged, ...others);
  const first = origin.push('change', 'second', second(443));
  const checked = await run('plan', 'check', pullRequest(first));
  expect(checked).toMatchObject({ ok: true });
  expect(checked?.steps['Test']?.out).toContain('1 ');
  const planned = await run('plan', 'plan', pullRequest(first));
  expect(planned?.steps['Plan']).toMatchObject({ exitCode: 0 });
  expect(planned).toMatchObject({ ok: true });
  expect(planned?.environment).toHaveProperty('ALIBABA_CLOUD_OIDC_TOKEN_FILE');
  expect(await run('plan', 'plan-of-a-fork', pullRequest(first))).toBeUndefined();
  const [made] = github.comments.slice(4);
  expect(made?.body).toMatch(/^<!-- sluice:plan:prod -->\n### Plan for `prod`: /);
  expect(made?.body).toContain(`Commit \`${first.slice(0, 12)}\``);
  expect(made?.body).toContain('group second');
  expect(planned?.summary).toBe(made?.body);

  const next = origin.push('change', 'second', second(8443));
  expect(await run('plan', 'plan', pullRequest(next))).toMatchObject({ ok: true });
  expect(github.comments).toHaveLength(5);
  expect(made?.body).toContain(`Commit \`${next.slice(0, 12)}\``);
  expect(made?.body).toContain('8443');
  expect(github.comments[0]).toEqual(forged);
  const writes = [...github.writes];
  expect(await run('plan', 'plan', pullRequest(next))).toMatchObject({ ok: true });
  expect(github.writes.slice(writes.length)).toHaveLength(0);
  expect(new Set(world.writes)).toEqual(new Set(['AssumeRoleWithOIDC']));
  expect(new Set(taken)).toEqual(new Set([vars.SLUICE_PLAN_ROLE_ARN]));
});

test('a plan that is refused is told in the comment, and fails', async () => {
  const open = `name: example\ningress:\n  - { protocol: tcp, ports: 22, source: 0.0.0.0/0 }\n`;
  const sha = origin.push('change', 'example', open);
  const planned = await run('plan', 'plan', pullRequest(sha));
  expect(planned?.ok).toBe(false);
  expect(planned?.steps['Comment']).toMatchObject({ exitCode: 0 });
  expect(github.comments).toHaveLength(5);
  expect(github.comments[4]?.body).toContain('Nobody on the internet reaches SSH');
});

test('a role that nobody has set is asked for', async () => {
  const planned = await run('apply', 'plan', { vars: { SLUICE_PACKAGE: vars.SLUICE_PACKAGE } });
  expect(planned).toMatchObject({ ok: false });
  expect(planned?.steps['Plan']?.err).toContain(
    'Set ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN.',
  );
});

test('what is merged is applied once it is approved and consented to; the next plan is empty', async () => {
  origin.push('change', 'example', exampleText);
  origin.merge('change');
  const refused = await mergeAndApply({ allow_hazards: '' });
  expect(refused?.steps['Apply']).toMatchObject({ exitCode: 4 });
  expect(world.groups).toEqual([]);
  const applied = await mergeAndApply({ allow_hazards: 'first-apply' });
  expect(applied?.steps['Apply']).toMatchObject({ exitCode: 0 });
  expect(taken.slice(-2)).toEqual([vars.SLUICE_PLAN_ROLE_ARN, vars.SLUICE_APPLY_ROLE_ARN]);
  expect(world.groups).toEqual(['example 443', 'second 8443']);
  const [record = ''] = readdirSync(path.join(runner.artifact('records'), '.sluice'), {
    withFileTypes: true,
  }).flatMap((entry) => (entry.isDirectory() && entry.name.includes('_') ? [entry.name] : []));
  const kept = readdirSync(path.join(runner.artifact('records'), '.sluice', record));
  expect(kept).toEqual(expect.arrayContaining(['journal.ndjson', 'plan.json']));
  const again = await run('apply', 'plan');
  expect(again).toMatchObject({ ok: true, outputs: { changes: 'false' } });
  expect(await run('apply', 'apply', { needs: { plan: again } })).toBeUndefined();
});

const exampleText = `name: example
description: An example to begin with
innerAccessPolicy: drop
ingress:
  - { description: HTTPS from inside, protocol: tcp, ports: 443, source: 10.0.0.0/8 }
egress: []
`;

test('a target with drift has one issue, updated in place and closed when it is clean', async () => {
  github.issues.push(
    { id: 9000, number: 9, user: stranger, title: 'x', body: driftMark, state: 'open' },
    {
      id: 8000,
      number: 8,
      user: bot,
      title: 'y',
      body: driftMark,
      state: 'open',
      pull_request: {},
    },
  );
  const clean = await run('drift', 'drift');
  expect(clean?.steps['Look for drift']).toMatchObject({ exitCode: 0, out: 'prod: no drift\n' });
  expect(github.issues).toHaveLength(2);

  world.openPort('example', 22);
  expect(await run('drift', 'drift')).toMatchObject({ ok: true });
  const [issue, ...more] = github.issues.slice(2);
  expect(more).toEqual([]);
  expect(issue).toMatchObject({ title: 'Drift in target prod', state: 'open' });
  expect(issue?.body).toMatch(/^<!-- sluice:drift:prod -->\n\n## Target prod\n/);
  expect(issue?.body).toContain('tcp 22');

  world.openPort('example', 8080);
  const found = await run('drift', 'drift');
  expect(found?.summary).toBe(issue?.body);
  expect(issue?.body).toContain('8080');
  expect(github.issues).toHaveLength(3);

  for (const port of [22, 8080]) closePort('example', port);
  expect(await run('drift', 'drift')).toMatchObject({ ok: true });
  expect(issue).toMatchObject({ state: 'closed' });
  expect(issue?.body).toContain('**No drift.**');
  expect(github.issues.slice(0, 2).map(({ state }) => state)).toEqual(['open', 'open']);
});

const driftMark = '<!-- sluice:drift:prod -->\n';

function closePort(group: string, port: number): void {
  world.byHand('RevokeSecurityGroup', group, {
    'Permissions.1.IpProtocol': 'TCP',
    'Permissions.1.PortRange': `${port}/${port}`,
    'Permissions.1.SourceCidrIp': '1.2.3.0/24',
  });
}

test('the issue of a target that has left the workspace is closed with a word; those of other workspaces stay', async () => {
  const body = (target: string, file: string) =>
    `<!-- sluice:drift:${target} -->\n\n**Drift: …**\n\n<!-- sluice:workspace:${file} -->`;
  const open = { user: bot, title: 'Drift', state: 'open' };
  github.issues.push(
    { ...open, id: 30_000, number: 30, body: body('old', 'sluice.yaml') },
    { ...open, id: 31_000, number: 31, body: body('old', 'other%2Fsluice.yaml') },
    { ...open, id: 32_000, number: 32, user: stranger, body: body('old', 'sluice.yaml') },
    { ...open, id: 33_000, number: 33, body: body('prod', 'other%2Fsluice.yaml') },
  );
  const found = await run('drift', 'drift');
  expect(found?.steps['Look for drift']?.out).toBe(
    'prod: no drift\nold: no target of the workspace any more; closed issue 30\n',
  );
  const states = github.issues.slice(-4).map(({ state }) => state);
  expect(states).toEqual(['closed', 'open', 'open', 'open']);
  expect(github.remarks).toEqual([
    { number: 30, body: expect.stringContaining('no longer in the workspace') as string },
  ]);
});

test('a target that could not be read fails the run, and leaves the issues as they are', async () => {
  world.before = (request) =>
    request.action === 'DescribeSecurityGroups'
      ? world.refuse(request, 'Forbidden.RAM')
      : undefined;
  const writes = github.writes.length;
  const found = await run('drift', 'drift');
  world.before = noteRole;
  expect(found).toMatchObject({ ok: false });
  expect(found?.steps['Look for drift']?.exitCode).toBe(1);
  expect(github.writes).toHaveLength(writes);
});

test('drift and runs that fail are pushed as metrics, and posted to a webhook, which no log shows', async () => {
  const posts: Asked[] = [];
  const watching = await serveJson((asked) => {
    posts.push(asked);
    return { status: 200, body: {} };
  });
  const secrets = { SLUICE_WEBHOOK: `${watching.url}/services/hush` };
  const own = { vars: { ...vars, SLUICE_PUSHGATEWAY_URL: watching.url }, secrets };
  expect(await run('drift', 'drift', own)).toMatchObject({ ok: true });
  world.openPort('example', 22);
  const drifted = await run('drift', 'drift', own);
  closePort('example', 22);
  world.before = (request) => world.refuse(request, 'Forbidden.RAM');
  const failed = await run('drift', 'drift', own);
  world.before = noteRole;
  await watching.close();
  expect(failed).toMatchObject({ ok: false });
  expect(posts.map(({ url }) => url.pathname)).toEqual([
    '/metrics/job/sluice',
    '/services/hush',
    '/metrics/job/sluice',
    '/services/hush',
    '/metrics/job/sluice',
  ]);
  const up = posts.flatMap(({ sent }) => /(?<=^sluice_up\{.*\} ).*$/m.exec(sent) ?? []);
  expect(up).toEqual(['1', '1', '0']);
  expect(JSON.stringify([drifted, failed])).not.toContain('hush');
});

test('a pull request from a fork is planned from the last snapshot, without credentials', async () => {
  const sha = origin.push('change', 'second', second(9443));
  const from = pullRequest(sha, 'mallory/network');
  expect(await run('plan', 'plan', from)).toBeUndefined();
  const early = await run('plan', 'plan-of-a-fork', from, new Runner(origin));
  expect(early?.summary).toContain('There is no snapshot');
  const calls = world.calls.length;
  const writes = github.writes.length;
  // What its workflow says, for a fork is given no variables.
  const planned = await run('plan', 'plan-of-a-fork', { ...from, vars });
  expect(planned).toMatchObject({ ok: true });
  expect(planned?.summary).toContain('9443');
  expect(planned?.summary).toContain(sha.slice(0, 12));
  expect(world.calls).toHaveLength(calls);
  expect(github.writes).toHaveLength(writes);
  const without = await run('plan', 'plan-of-a-fork', { ...from, vars: {} });
  expect(without?.steps['Install sluice']?.err).toContain('gh variable set SLUICE_PACKAGE');
});

test('rules that have expired are revoked where there is a role for that', async () => {
  expect(await run('drift', 'expire')).toBeUndefined();
  const expired = `${second(8443)}  - { protocol: tcp, ports: 9000, source: 10.0.0.0/8, expires: 2020-01-01 }\n`;
  origin.push('change', 'second', expired);
  origin.merge('change');
  world.openPort('example', 22);
  world.byHand('AuthorizeSecurityGroup', 'second', {
    'Permissions.1.IpProtocol': 'TCP',
    'Permissions.1.PortRange': '9000/9000',
    'Permissions.1.SourceCidrIp': '10.0.0.0/8',
  });
  const own = { ...vars, SLUICE_EXPIRE_ROLE_ARN: role('sluice-apply') };
  const expire = await run('drift', 'expire', { vars: own });
  expect(expire?.steps['Revoke what has expired']).toMatchObject({ exitCode: 0 });
  expect(world.groups).toEqual(['example 22, 443', 'second 8443']);
  closePort('example', 22);
});

test('the composite action plans, applies and looks for drift', async () => {
  const action = readAction();
  const sha = origin.push('change', 'second', second('[7443, 8443]'));
  const act = (inputs: Texts, situation: Situation, roleName = 'sluice-plan') =>
    runner.action(action, {
      branch: situation.branch ?? 'main',
      contexts: contextsOf(situation),
      inputs: { package: 'sluice-1.0.0.tgz', ...inputs },
      environment: {
        ...environmentOf({ 'id-token': 'write' }),
        ALIBABA_CLOUD_OIDC_PROVIDER_ARN: oidcProvider,
        ALIBABA_CLOUD_ROLE_ARN: role(roleName),
      },
    });
  const planFile = path.join(origin.home, 'action.plan.json');
  const sarif = path.join(origin.home, 'action.sarif');
  const plan = { command: 'plan', 'guards-from': 'origin/main', 'plan-file': planFile, sarif };
  const planned = await act(plan, pullRequest(sha));
  expect(planned).toMatchObject({ ok: true });
  const outputs = { changes: 'true', risk: 'widens', applyable: 'true', 'plan-file': planFile };
  expect(planned.outputs).toMatchObject(outputs);
  expect(github.comments).toHaveLength(5);
  expect(github.comments[4]?.body).toContain('7443');
  expect(readFileSync(sarif, 'utf8')).toContain('sarif-2.1.0');

  origin.merge('change');
  const apply = { command: 'apply', 'plan-file': planFile };
  expect(await act(apply, {}, 'sluice-apply')).toMatchObject({ ok: true });
  expect(world.groups).toEqual(['example 443', 'second 7443, 8443']);

  const metrics = path.join(origin.home, 'action.prom');
  const found = await act({ command: 'drift', target: 'prod', metrics }, {});
  expect(found).toMatchObject({ ok: true, outputs: { drift: 'false' } });
  expect(readFileSync(metrics, 'utf8')).toContain('sluice_up');
  const odd = await act({ command: 'plan; touch hacked' }, {});
  expect(odd).toMatchObject({ ok: false });
  expect(existsSync(path.join(origin.home, 'hacked'))).toBe(false);
});

test('what is found goes into code scanning where that is asked for, without an identity', async () => {
  const own = { ...vars, SLUICE_CODE_SCANNING: 'true' };
  const open = second(443).replace('10.0.0.0/8', '0.0.0.0/0');
  const sha = origin.push('change', 'second', open);
  await run('plan', 'plan', pullRequest(sha));
  const planned = { needs: { plan: { result: 'success' } } };
  expect(await run('plan', 'scan', { ...pullRequest(sha), ...planned })).toBeUndefined();
  const fork = { ...pullRequest(sha, 'mallory/network'), vars: own };
  const skipped = { needs: { plan: { result: 'skipped' } } };
  expect(await run('plan', 'scan', { ...fork, ...skipped })).toBeUndefined();
  const calls = world.calls.length;
  const scanned = await run('plan', 'scan', { ...pullRequest(sha), ...planned, vars: own });
  expect(scanned).toMatchObject({ ok: true });
  expect(rulesOf('sluice-validate')).toContain('egress-wide-open');
  expect(rulesOf('sluice-plan')).toContain('opens-to-internet');

  const faulty = origin.push('faulty', 'second', second(0));
  const refused = { needs: { plan: { result: 'failure' } }, vars: own };
  const marked = await run('plan', 'scan', {
    ...pullRequest(faulty),
    ...refused,
    branch: 'faulty',
  });
  expect(marked).toMatchObject({ ok: true });
  expect(rulesOf('sluice-validate')).not.toContain('egress-wide-open');
  expect(await run('apply', 'scan', { vars: own })).toMatchObject({ ok: true });
  expect(rulesOf('sluice-validate')).toContain('egress-wide-open');
  expect(world.calls).toHaveLength(calls);
});

function rulesOf(category: string): readonly string[] {
  const file = path.join(runner.artifact('sarif'), category);
  const log = JSON.parse(readFileSync(file, 'utf8')) as SarifLog;
  return log.runs.flatMap(({ results }) => results.map(({ ruleId }) => ruleId));
}

interface SarifLog {
  readonly runs: readonly { readonly results: readonly { readonly ruleId: string }[] }[];
}

test('a change that takes the guards out of the workspace is tested by those of the base branch', async () => {
  const other = await Origin.make('github');
  const sha = other.pushUnguarded('unguarded', 'example', sshFromSome);
  const situation = { ...pullRequest(sha), branch: 'unguarded' };
  const checked = await run('plan', 'check', situation, new Runner(other));
  expect(checked?.steps['Check the files']).toMatchObject({ exitCode: 0 });
  expect(checked?.steps['Test']).toMatchObject({ exitCode: 4 });
  expect(checked?.steps['Test']?.out).toContain('FAILED   Nobody on the internet reaches SSH');
});

/** Of the internet, which is no fault of the files. */
const sshFromSome = `name: example
ingress:
  - { protocol: tcp, ports: 22, source: 8.8.8.0/24 }
`;
