// Goal: each target is reached as whom it says: with keys of its own variables, in a role to plan and
// another to apply, by a token of OIDC; and no secret is ever printed.
// Method: the emulator over HTTP with two accounts, which tells who signed each call.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Emulator, type EmulatorRequest } from '../../src/emulator/emulator.ts';
import { serve, type Served } from '../../src/emulator/http/server.ts';
import { makeWorkspace, sluice, type Ran } from './sluice.ts';

const heading = 'version: 1\nowner: edge-platform\ngroups: groups/*.yaml\n';
const place = (account: string) =>
  `account: '${account}', region: cn-hangzhou, vpc: vpc-${account.slice(-1)}`;
const web = "name: web\ntarget: '*'\ningress: []\n";
const consent = ['--auto-approve', '--allow-hazards', 'first-apply', '--settle', '0'];
const [first, second] = ['1000000000000001', '1000000000000002'] as const;
const secrets = ['secret-of-first', 'secret-of-second', 'a.token.of-oidc'];

let emulator: Emulator;
let served: Served;
let requests: EmulatorRequest[];

beforeEach(async () => {
  requests = [];
  emulator = new Emulator({
    account: first,
    accessKeyId: 'first',
    accessKeySecret: secrets[0] ?? '',
  });
  emulator.load({
    accounts: [{ id: second, accessKeys: [{ id: 'second', secret: secrets[1] ?? '' }] }],
  });
  served = await serve({
    call: (request) => {
      requests.push(request);
      return emulator.call(request);
    },
    secretOf: (id) => emulator.secretOf(id),
    port: 0,
  });
});

afterEach(() => served.close());

async function run(
  workspace: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  groups: Readonly<Record<string, string>> = { web },
): Promise<Ran> {
  const folder = makeWorkspace(groups, `${heading}${workspace}`);
  writeFileSync(path.join(folder, 'token'), `${secrets[2] ?? ''}\n`);
  mkdirSync(path.join(folder, '.aliyun'));
  const keys = { access_key_id: 'second', access_key_secret: secrets[1] };
  const profiles = [{ name: 'other', mode: 'AK', ...keys }];
  writeFileSync(path.join(folder, '.aliyun', 'config.json'), JSON.stringify({ profiles }));
  const ran = await sluice(folder, args, {
    SLUICE_ENDPOINT: served.url,
    ALIBABA_CLOUD_OIDC_TOKEN_FILE: path.join(folder, 'token'),
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
    ...environment,
  });
  for (const secret of secrets) expect(`${ran.out}${ran.err}`).not.toContain(secret);
  return ran;
}

const keysOf = (prefix: string, which: 'first' | 'second') => ({
  [`${prefix}_ACCESS_KEY_ID`]: which,
  [`${prefix}_ACCESS_KEY_SECRET`]: `secret-of-${which}`,
});
const usual = keysOf('ALIBABA_CLOUD', 'first');

/** Who changed something, by role and session. */
function sessionsAsked(): readonly (readonly (string | undefined)[])[] {
  return requests
    .filter(({ action }) => action.startsWith('AssumeRole'))
    .map(({ parameters: { RoleArn, RoleSessionName, ExternalId, DurationSeconds } }) => [
      RoleArn,
      RoleSessionName,
      ExternalId,
      DurationSeconds,
    ]);
}

test('each target has the keys of its own variables, or of its profile', async () => {
  const workspace = `targets:
  a: { ${place(first)}, environment: EDGE }
  b: { ${place(second)}, profile: other }
`;
  const ran = await run(workspace, ['plan'], keysOf('EDGE', 'first'));
  expect({ exitCode: ran.exitCode, err: ran.err }).toMatchObject({ exitCode: 0 });
  expect(new Set(requests.map(({ accessKeyId }) => accessKeyId))).toEqual(
    new Set(['first', 'second']),
  );
  const without = await run(workspace, ['plan', '--target', 'a'], usual);
  expect(without.exitCode).toBe(1);
  expect(without.err).toContain('expected EDGE_ACCESS_KEY_ID and EDGE_ACCESS_KEY_SECRET in the');
});

test('a plan is made in the one role and applied in the other', async () => {
  const workspace = `accounts:
  b:
    account: '${second}'
    role: { plan: reader, apply: 'acs:ram::${second}:role/writer', externalId: edge, duration: 30m }
    regions: { cn-hangzhou: vpc-2 }
`;
  const arn = (name: string) => `acs:ram::${second}:role/${name}`;
  const planned = await run(workspace, ['plan'], usual);
  expect(planned).toMatchObject({ exitCode: 0 });
  expect(sessionsAsked()).toEqual([[arn('reader'), 'sluice-plan', 'edge', '1800']]);
  expect(requests.map(({ accessKeyId = '' }) => accessKeyId.split('.')[0])).toEqual(
    requests.map(({ action }) => (action === 'AssumeRole' ? 'first' : 'STS')),
  );
  requests = [];
  const applied = await run(workspace, ['apply', ...consent], usual);
  expect({ exitCode: applied.exitCode, err: applied.err }).toMatchObject({ exitCode: 0 });
  expect(sessionsAsked()).toEqual([[arn('writer'), 'sluice-apply', 'edge', '1800']]);
  expect([...emulator.groups()].map(({ attributes }) => attributes.account)).toEqual([second]);
});

test('another target, of which rules name a group, is only read, in its role to plan', async () => {
  const shared = (name: string, account: string) =>
    `  ${name}:
    account: '${account}'
    region: cn-hangzhou
    vpc: vpc-shared
    role: { plan: '${name}-reader', apply: '${name}-writer' }
`;
  const workspace = `targets:\n${shared('edge', first)}${shared('data', second)}`;
  const groups = {
    db: 'name: db\ntarget: data\n',
    web: `name: web
target: edge
ingress: [{ protocol: tcp, ports: 22, source: { group: db, target: data } }]
`,
  };
  const apply = (name: string) =>
    run(workspace, ['apply', ...consent, '--target', name], usual, groups);
  expect(await apply('data')).toMatchObject({ exitCode: 0 });
  requests = [];
  const applied = await apply('edge');
  expect({ exitCode: applied.exitCode, err: applied.err }).toMatchObject({ exitCode: 0 });
  expect(sessionsAsked().map(([arn, session]) => [arn, session])).toEqual(
    expect.arrayContaining([
      [`acs:ram::${first}:role/edge-writer`, 'sluice-apply'],
      [`acs:ram::${second}:role/data-reader`, 'sluice-plan'],
    ]),
  );
  expect(sessionsAsked()).toHaveLength(2);
});

test('one role serves for everything, and targets of one role share its session', async () => {
  const workspace = `targets:
  a: { ${place(second)}, role: sluice }
`;
  expect(await run(workspace, ['drift'], usual)).toMatchObject({ exitCode: 2 });
  expect(sessionsAsked()).toEqual([
    [`acs:ram::${second}:role/sluice`, 'sluice-plan', undefined, '3600'],
  ]);
});

test('a role that is refused is named, with the words of the cloud and without a second try', async () => {
  emulator.refuseNext('AssumeRole', { code: 'Forbidden.RAM' });
  const ran = await run(`targets:\n  a: { ${place(second)}, role: sluice }\n`, ['plan'], usual);
  expect(ran.exitCode).toBe(1);
  expect(ran.err).toContain(
    `the role acs:ram::${second}:role/sluice cannot be assumed: Forbidden.RAM`,
  );
  expect(ran.err).toContain('Check the role, whom it trusts, and who assumes it.');
  expect(requests.map(({ action }) => action)).toEqual(['AssumeRole']);
});

test('a role of another account than the target is found out before anything is read', async () => {
  const workspace = `targets:\n  a: { ${place(first)}, role: 'acs:ram::${second}:role/sluice' }\n`;
  const ran = await run(workspace, ['plan'], usual);
  expect(ran.exitCode).toBe(4);
  expect(requests.map(({ action }) => action)).toEqual(['AssumeRole', 'GetCallerIdentity']);
});

test('a throttled AssumeRole is asked again', async () => {
  emulator.refuseNext('AssumeRole', { code: 'Throttling.User' });
  const ran = await run(`targets:\n  a: { ${place(second)}, role: sluice }\n`, ['plan'], usual);
  expect(ran).toMatchObject({ exitCode: 0 });
  expect(requests.filter(({ action }) => action === 'AssumeRole')).toHaveLength(2);
});

test('a token of OIDC assumes the role, unsigned, with what the file or the environment names', async () => {
  const provider = `acs:ram::${second}:oidc-provider/github`;
  const inFile = `targets:\n  a: { ${place(second)}, oidc: '${provider}', role: { plan: reader, apply: writer } }\n`;
  const ran = await run(inFile, ['apply', ...consent], {});
  expect({ exitCode: ran.exitCode, err: ran.err }).toMatchObject({ exitCode: 0 });
  const [asked] = requests;
  expect(asked).toMatchObject({
    action: 'AssumeRoleWithOIDC',
    parameters: {
      OIDCProviderArn: provider,
      OIDCToken: secrets[2],
      RoleArn: `acs:ram::${second}:role/writer`,
      RoleSessionName: 'sluice-apply',
    },
  });
  expect(asked?.accessKeyId).toBeUndefined();
  requests = [];
  const inEnvironment = `targets:\n  a: { ${place(second)}, oidc: environment }\n`;
  const variables = {
    ALIBABA_CLOUD_ROLE_ARN: `acs:ram::${second}:role/pod`,
    ALIBABA_CLOUD_OIDC_PROVIDER_ARN: provider,
  };
  expect(await run(inEnvironment, ['plan'], variables)).toMatchObject({ exitCode: 0 });
  expect(sessionsAsked()).toEqual([[`acs:ram::${second}:role/pod`, 'sluice', undefined, '3600']]);
  const without = await run(inEnvironment, ['plan'], {});
  expect(without.exitCode).toBe(1);
  expect(without.err).toContain(
    'no usable token of OIDC; expected ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN to be set',
  );
  expect(without.err).toContain(
    'Nothing was written. Set ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN.\n',
  );
});
