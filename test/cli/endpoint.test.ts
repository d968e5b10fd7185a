// The command line against an emulator in another place, over HTTP, with the client of the real API.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Emulator, type EmulatorRequest } from '../../src/emulator/emulator.ts';
import { serve, type Served } from '../../src/emulator/http/server.ts';
import { makeWorkspace, sluice, workspaceText } from './sluice.ts';

const web = 'name: web\ningress: [{ protocol: tcp, ports: 443, source: 10.0.0.0/8 }]\n';
const actions: string[] = [];
let served: Served;

beforeAll(async () => {
  const emulator = new Emulator({ account: '1000000000000002' });
  served = await serve({
    call: (request: EmulatorRequest) => {
      actions.push(request.action);
      return emulator.call(request);
    },
    secretOf: (id) => (id === 'emulator' ? 'emulator' : undefined),
    port: 0,
  });
});

afterAll(() => served.close());

function environment(secret = 'emulator'): Record<string, string> {
  return {
    SLUICE_ENDPOINT: served.url,
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'emulator',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret,
  };
}

test('credentials of another account: exit 4, and nothing is read or written', async () => {
  const folder = makeWorkspace({ web });
  actions.length = 0;
  const holding = [
    ['hold', 'web', '--for', '4h', '--reason', 'INC-42'],
    ['unhold', 'web'],
  ];
  for (const args of [['plan'], ['drift'], ['apply', '--auto-approve'], ...holding]) {
    const { exitCode, err } = await sluice(folder, args, environment());
    expect(exitCode).toBe(4);
    expect(err).toContain(
      'account 1000000000000001, and these credentials belong to 1000000000000002',
    );
    expect(err).toContain('Nothing was read or written.');
  }
  expect(new Set(actions)).toEqual(new Set(['GetCallerIdentity']));
});

test('a wrong secret: exit 1 with the API’s code, and the secret nowhere', async () => {
  const folder = makeWorkspace({ web });
  const { exitCode, out, err } = await sluice(folder, ['plan'], environment('not-the-secret'));
  expect(exitCode).toBe(1);
  expect(err).toContain('SignatureDoesNotMatch');
  expect(err).toContain('Nothing was written. Check the credentials, and run this again.\n');
  expect(out + err).not.toContain('not-the-secret');
});

test('no credentials at all: exit 1 with the variables to set', async () => {
  const folder = makeWorkspace({ web });
  const { exitCode, err } = await sluice(folder, ['plan'], {
    SLUICE_ENDPOINT: served.url,
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
  });
  expect(exitCode).toBe(1);
  expect(err).toContain('ALIBABA_CLOUD_ACCESS_KEY_ID');
  expect(err).not.toMatch(/\n\s+at /);
});

test.each([
  [
    'profile: edge-prod',
    'Check the profile "edge-prod" in ~/.aliyun/config.json, or in ~/.alibabacloud/credentials.',
  ],
  ['environment: PROD', 'Set PROD_ACCESS_KEY_SECRET.'],
  [
    'oidc: environment',
    'Set ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN, ALIBABA_CLOUD_OIDC_TOKEN_FILE.',
  ],
])('a target with %s is told what that lacks', async (written, advice) => {
  const folder = makeWorkspace({ web }, workspaceText.replace(' }', `, ${written} }`));
  const { exitCode, out, err } = await sluice(folder, ['plan'], {
    SLUICE_ENDPOINT: served.url,
    PROD_ACCESS_KEY_ID: 'not-for-your-eyes',
  });
  expect(exitCode).toBe(1);
  expect(err).toContain(`Nothing was written. ${advice}\n`);
  expect(out + err).not.toContain('not-for-your-eyes');
});

test('a credentials file that is broken is not quoted, secrets and all', async () => {
  const folder = makeWorkspace({ web });
  mkdirSync(path.join(folder, '.aliyun'));
  const broken = '{ "profiles": [{ "access_key_secret": "not-for-your-eyes" },] }';
  writeFileSync(path.join(folder, '.aliyun/config.json'), broken);
  const { exitCode, out, err } = await sluice(folder, ['plan'], {
    SLUICE_ENDPOINT: served.url,
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
  });
  expect(exitCode).toBe(1);
  expect(out + err).not.toContain('not-for-your-eyes');
  expect(err).toContain('no usable credentials');
});

test('plan, apply and drift over HTTP', async () => {
  const text = `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  prod: { account: '1000000000000002', region: cn-hangzhou, vpc: vpc-bp1test }
`;
  const folder = makeWorkspace({ web }, text);
  const consent = ['--auto-approve', '--allow-hazards', 'first-apply'];
  const applied = await sluice(folder, ['apply', ...consent], environment());
  expect(applied.exitCode).toBe(0);
  expect(applied.err).toContain('This is not the cloud: every call goes to http://127.0.0.1:');
  const drift = await sluice(folder, ['drift'], environment());
  expect(drift).toMatchObject({ exitCode: 0 });
  expect(drift.out).toContain('No drift. 1 group, 1 rule read.');
});

test.each([
  'ftp://127.0.0.1:8080',
  '127.0.0.1:8080',
  'http://127.0.0.1:8080/path',
  'http://127.0.0.1:8080/?token=hush',
  'http://127.0.0.1:8080#hush',
  'http://somebody:hush@127.0.0.1:8080',
  'http://somebody:hu/sh@127.0.0.1:8080',
  'http://127.0.0.1:80800',
  'http://',
  'http:127.0.0.1',
  'http://a b',
])('SLUICE_ENDPOINT=%s is refused with an example and without a word of it', async (endpoint) => {
  const folder = makeWorkspace({ web });
  for (const command of ['plan', 'drift', 'apply']) {
    const ran = await sluice(folder, [command], { ...environment(), SLUICE_ENDPOINT: endpoint });
    expect(ran).toEqual({
      exitCode: 3,
      out: '',
      err:
        'error: SLUICE_ENDPOINT is not an endpoint; expected http:// or https://, a host and perhaps a port\n' +
        '    right: SLUICE_ENDPOINT=http://127.0.0.1:8080\n',
    });
  }
});

test.each([
  'https://somebody:hush@ecs.example.com',
  'somebody:hush@ecs.example.com',
  'https://ecs.example.com/hush',
  'https://ecs.example.com?hush',
  'ecs.example.com:hush',
  'ecs.example.com:70000',
  'ftp://ecs.example.com',
])('the endpoint %s of a target is refused at its place, and not repeated', async (endpoint) => {
  const target = `vpc: vpc-bp1test, endpoint: '${endpoint}'`;
  const text = workspaceText.replace('vpc: vpc-bp1test', target);
  const ran = await sluice(makeWorkspace({ web }, text), ['validate']);
  expect(ran).toEqual({
    exitCode: 3,
    out: '',
    err:
      'sluice.yaml:5:89: error: "endpoint" is not an endpoint; expected a host or an http(s) URL, with a port perhaps and nothing else [bad-endpoint]\n' +
      '    right: endpoint: ecs-vpc.cn-hangzhou.aliyuncs.com\n' +
      '1 error. Nothing was read or written.\n',
  });
});

test('an endpoint that nobody listens on is named, with how often it was tried', async () => {
  const folder = makeWorkspace({ web });
  const closed = await serve({
    call: () => Promise.reject(new Error('closed')),
    secretOf: () => undefined,
    port: 0,
  });
  await closed.close();
  const ran = await sluice(folder, ['plan'], {
    ...environment(),
    SLUICE_ENDPOINT: `${closed.url}/`,
  });
  const host = closed.url.replace('http://', '');
  expect(ran.exitCode).toBe(1);
  expect(ran.err).toContain(
    `error: GetCallerIdentity failed: NoReply: ${host} did not answer (ECONNREFUSED); tried 6 times\n` +
      'Nothing was written. Check the endpoint and the network, and run this again.\n',
  );
  expect(ran.err).toContain(`every call goes to ${closed.url} (SLUICE_ENDPOINT).\n`);
});
