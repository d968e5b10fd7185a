// The command line against an emulator in another place, over HTTP, with the client of the real API.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Emulator, type EmulatorRequest } from '../../src/emulator/emulator.ts';
import { serve, type Served } from '../../src/emulator/http/server.ts';
import { makeWorkspace, sluice } from './sluice.ts';

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
  for (const args of [['plan'], ['drift'], ['apply', '--auto-approve']]) {
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
