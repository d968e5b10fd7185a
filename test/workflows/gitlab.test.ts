// Goal: the pipeline that init writes does on GitLab what it says.
// Method: the scripts of its jobs are run with bash, each in a clone of its own, against the emulator as the cloud and
// a server that plays the API of GitLab.
import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CloudWorld } from '../cli/cloud-world.ts';
import type { Ran } from '../cli/sluice.ts';
import type { Texts } from './definition.ts';
import { GitlabApi, gitlabToken, stranger, user } from './gitlab-api.ts';
import { Origin } from './origin.ts';
import { makeTools, runBash } from './shell-step.ts';

interface PipelineJob {
  readonly extends?: string;
  readonly script: readonly string[];
  readonly before_script: readonly string[];
  readonly variables: Texts;
  readonly resource_group?: string;
  readonly id_tokens?: object;
  readonly artifacts?: { readonly when?: string; readonly reports?: { readonly junit: string } };
  readonly allow_failure?: { readonly exit_codes: number };
}

const pipeline = parse(readFileSync('templates/gitlab/.gitlab-ci.yml', 'utf8')) as Readonly<
  Record<string, PipelineJob>
>;
const role = (name: string) => `acs:ram::1000000000000001:role/${name}`;
const variables = {
  SLUICE_PACKAGE: 'sluice-1.0.0.tgz',
  SLUICE_OIDC_PROVIDER_ARN: 'acs:ram::1000000000000001:oidc-provider/gitlab',
  SLUICE_PLAN_ROLE_ARN: role('sluice-plan'),
  SLUICE_APPLY_ROLE_ARN: role('sluice-apply'),
};

let world: CloudWorld;
let gitlab: GitlabApi;
let origin: Origin;
let tools: string;

beforeAll(async () => {
  world = await CloudWorld.open();
  gitlab = await GitlabApi.open();
  origin = await Origin.make('gitlab');
  tools = makeTools(origin.home);
});

afterAll(async () => {
  await world.close();
  await gitlab.close();
});

function jobOf(name: string): PipelineJob {
  const own = pipeline[name];
  if (own === undefined) throw new Error(`there is no job ${name}`);
  return { ...(own.extends === undefined ? {} : pipeline[own.extends]), ...own };
}

interface JobRun extends Ran {
  readonly folder: string;
}

/** `plan` is an artifact of the job before, which GitLab puts into the clone. */
async function run(
  name: string,
  branch: string,
  more: Texts = {},
  plan?: string,
  on = origin,
): Promise<JobRun> {
  const job = jobOf(name);
  const folder = on.checkout(branch);
  if (plan !== undefined) cpSync(plan, path.join(folder, path.basename(plan)));
  const { SLUICE_ENDPOINT = '' } = world.environment;
  const given: Texts = { ...variables, ...more };
  const written = { ...pipeline['variables'], ...job.variables } as unknown as Readonly<
    Record<string, string | number>
  >;
  const filled = Object.entries(written).map(([key, value]) => [
    key,
    String(value).replace(/^\$(\w+)$/, (_, other: string) => given[other] ?? ''),
  ]);
  const env = {
    PATH: `${tools}:${process.env['PATH'] ?? ''}`,
    HOME: origin.home,
    GITLAB_CI: 'true',
    CI_API_V4_URL: gitlab.url,
    CI_PROJECT_ID: '8',
    CI_MERGE_REQUEST_IID: '3',
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
    ...(Object.fromEntries(filled) as Texts),
    ALIBABA_CLOUD_OIDC_TOKEN_FILE: path.join(folder, '../oidc-token'),
    ...given,
    ...(job.id_tokens === undefined
      ? {}
      : { SLUICE_ID_TOKEN: 'an.identity.token', SLUICE_ENDPOINT }),
  };
  const before = pipeline['default']?.before_script ?? [];
  const ran = await runBash([...before, ...job.script].join('\n'), { folder, env });
  return { ...ran, folder };
}

const second = (port: number) =>
  `name: second\ningress:\n  - { protocol: tcp, ports: ${port}, source: 10.0.0.0/8 }\n`;
const token = { SLUICE_GITLAB_TOKEN: gitlabToken };

test('a merge request has one note with its plan, which the next push updates, and a JUnit report', async () => {
  const forged = { id: 1, author: stranger, body: '<!-- sluice:plan:prod -->\nAll is well.' };
  gitlab.notes.push(forged, { ...forged, id: 2, body: 'a' }, { ...forged, id: 3, body: 'b' });
  const first = origin.push('change', 'second', second(443));
  expect(await run('check', 'change')).toMatchObject({ exitCode: 0 });
  const without = await run('plan-merge-request', 'change', { CI_COMMIT_SHA: first });
  expect(without).toMatchObject({ exitCode: 0 });
  expect(gitlab.notes).toHaveLength(3);
  const { reports } = jobOf('plan-merge-request').artifacts ?? {};
  const junit = readFileSync(path.join(without.folder, reports?.junit ?? ''), 'utf8');
  expect(junit).toContain('<testsuite');

  await run('plan-merge-request', 'change', { ...token, CI_COMMIT_SHA: first });
  const next = origin.push('change', 'second', second(8443));
  const again = await run('plan-merge-request', 'change', { ...token, CI_COMMIT_SHA: next });
  expect(again).toMatchObject({ exitCode: 0 });
  expect(gitlab.notes).toHaveLength(4);
  expect(gitlab.notes[3]?.body).toContain('8443');
  expect(gitlab.notes[3]?.body).toContain(next.slice(0, 12));
  expect(gitlab.notes[0]).toEqual(forged);
});

test('a change that takes the guards out of the workspace is tested by those of the target branch', async () => {
  const text = `name: example\ningress:\n  - { protocol: tcp, ports: 22, source: 8.8.8.0/24 }\n`;
  const other = await Origin.make('gitlab');
  other.pushUnguarded('unguarded', 'example', text);
  const checked = await run('check', 'unguarded', {}, undefined, other);
  expect(checked).toMatchObject({ exitCode: 4 });
  expect(checked.out).toContain('FAILED   Nobody on the internet reaches SSH');
});

test('what is merged is applied as it was planned, with consent; the next plan is empty', async () => {
  origin.merge('change');
  const planned = await run('plan', 'main');
  expect(planned).toMatchObject({ exitCode: 0 });
  const plan = path.join(planned.folder, 'change.plan.json');
  const apply = (more: Texts) => run('apply', 'main', more, plan);
  const refused = await apply({});
  expect(refused.exitCode).toBe(4);
  const applied = await apply({ SLUICE_ALLOW_HAZARDS: 'first-apply' });
  expect(applied).toMatchObject({ exitCode: 0 });
  expect(existsSync(path.join(applied.folder, '.sluice'))).toBe(true);
  // The example drops what else would go out, in both families.
  expect(world.groups).toEqual(['example -1, -1, 443', 'second 8443']);
  expect((await run('plan', 'main')).out).toContain('No changes.');
});

test('a target with drift is a warning and one issue, closed when it is clean', async () => {
  expect(jobOf('drift').allow_failure).toEqual({ exit_codes: 2 });
  expect(await run('drift', 'main', token)).toMatchObject({ exitCode: 0 });
  expect(gitlab.issues).toEqual([]);
  world.openPort('example', 22);
  expect(await run('drift', 'main')).toMatchObject({ exitCode: 2 });
  expect(gitlab.issues).toEqual([]);
  expect(await run('drift', 'main', token)).toMatchObject({ exitCode: 2 });
  world.openPort('example', 8080);
  expect(await run('drift', 'main', token)).toMatchObject({ exitCode: 2 });
  const [issue, ...more] = gitlab.issues;
  expect(more).toEqual([]);
  expect(issue).toMatchObject({ title: 'Drift in target prod', state: 'opened' });
  expect(issue?.description).toContain('8080');
  for (const port of [22, 8080]) {
    world.byHand('RevokeSecurityGroup', 'example', {
      'Permissions.1.IpProtocol': 'TCP',
      'Permissions.1.PortRange': `${port}/${port}`,
      'Permissions.1.SourceCidrIp': '1.2.3.0/24',
    });
  }
  expect(await run('drift', 'main', token)).toMatchObject({ exitCode: 0 });
  expect(issue).toMatchObject({ state: 'closed' });

  const description = '<!-- sluice:drift:old -->\n\n<!-- sluice:workspace:sluice.yaml -->';
  gitlab.issues.push({ iid: 30, author: user, title: 'Drift', description, state: 'opened' });
  const left = await run('drift', 'main', token);
  expect(left.out).toContain('old: no target of the workspace any more; closed issue 30\n');
  expect(gitlab.issues.at(-1)).toMatchObject({ state: 'closed' });
  expect(gitlab.remarks).toMatchObject([{ iid: 30 }]);
  expect(await run('expire', 'main')).toMatchObject({ exitCode: 0 });
});

test('whatever writes goes one at a time on its targets', () => {
  for (const name of ['apply', 'expire']) {
    expect(jobOf(name)).toMatchObject({
      resource_group: 'sluice-apply-prod',
      variables: { ALIBABA_CLOUD_ROLE_ARN: '$SLUICE_APPLY_ROLE_ARN' },
      artifacts: { when: 'always' },
    });
  }
});
