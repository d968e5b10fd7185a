// Goal: over the official client every failure is seen for what it is, with the status and the
// headers that the client keeps to itself, and credentials come from where they should.
// Method: the emulator over HTTP, and a server that answers as gateways do when they are unwell.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type * as Alibaba from '../../src/cloud/alibaba.ts';
import type { AlibabaOptions } from '../../src/cloud/alibaba.ts';
import { readAccount } from '../../src/cloud/read-account.ts';
import { listGroups } from '../../src/cloud/read-groups.ts';
import type { ApiCall, Transport } from '../../src/cloud/transport.ts';
import { Emulator } from '../../src/emulator/emulator.ts';
import { serve, type Served } from '../../src/emulator/http/server.ts';
import { region } from '../planner/names.ts';
import { seed } from '../planner/words.ts';

// Node and vitest disagree on what the default import of the official packages is. `require` is
// Node's own in both, so this is the transport as it was built.
const require = createRequire(import.meta.url);
const { alibabaTransport } = require('../../dist/cloud/alibaba.js') as typeof Alibaba;

const account = '1000000000000001';
const call: ApiCall = {
  product: 'Ecs',
  action: 'DescribeSecurityGroups',
  parameters: { MaxResults: '100' },
};

const names = ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'] as const;
const before = names.map((name) => [name, process.env[name]] as const);

function setCredentials(secret: string): void {
  process.env[names[0]] = 'emulator';
  process.env[names[1]] = secret;
}

beforeEach(() => {
  setCredentials('emulator');
});

afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
});

function transportTo(
  everywhere: string,
  identity: Partial<Pick<AlibabaOptions, 'credentials' | 'role' | 'environment'>> = {},
): Transport {
  return alibabaTransport({
    region,
    endpoint: undefined,
    everywhere,
    credentials: undefined,
    role: undefined,
    environment: {},
    ...identity,
    toolVersion: '0.0.0',
  });
}

describe('against the emulator', () => {
  let server: Served;
  const emulator = new Emulator({ account });

  beforeAll(async () => {
    for (let number = 0; number < 101; number++) {
      emulator.put(seed(`web-${number}`, [], { id: `sg-${number}` }));
    }
    server = await serve({
      call: (request) => emulator.call(request),
      secretOf: (id) => emulator.secretOf(id),
      port: 0,
    });
  });

  afterAll(() => server.close());

  test('every product answers', async () => {
    const send = transportTo(server.url);
    expect(await readAccount(send)).toEqual({ ok: true, value: account });
    const listed = await listGroups(send);
    expect(listed.ok && listed.value).toHaveLength(101);
  });

  test('every character of a parameter arrives', async () => {
    const Description = "emoji 🚀 & = + % ' * ~ ü";
    const parameters = { VpcId: 'vpc-1', SecurityGroupName: 'made', Description };
    const made = { product: 'Ecs', action: 'CreateSecurityGroup', parameters } as const;
    expect(await transportTo(server.url)(made)).toMatchObject({ ok: true });
    const groups = emulator.snapshot().groups.filter(({ name }) => name === 'made');
    expect(groups).toMatchObject([{ description: Description }]);
  });

  test('a wrong secret is refused for good', async () => {
    setCredentials('wrong');
    expect(await transportTo(server.url)(call)).toMatchObject({
      ok: false,
      failure: { kind: 'refused', code: 'SignatureDoesNotMatch', status: 400 },
    });
  });

  test('a refusal has its code, message, status and request id', async () => {
    const parameters = { SecurityGroupId: 'sg-none' };
    const asked = { product: 'Ecs', action: 'DescribeSecurityGroupAttribute', parameters } as const;
    expect(await transportTo(server.url)(asked)).toMatchObject({
      ok: false,
      failure: {
        kind: 'refused',
        code: 'InvalidSecurityGroupId.NotFound',
        message: 'The specified SecurityGroupId does not exist.',
        status: 404,
        requestId: expect.stringMatching(/^[0-9A-F-]{36}$/) as string,
      },
    });
  });

  test('calls at the same time do not see each other', async () => {
    const send = transportTo(server.url);
    const asked = (id: string): ApiCall => ({
      product: 'Ecs',
      action: 'DescribeSecurityGroupAttribute',
      parameters: { SecurityGroupId: id },
    });
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) => send(asked(i % 2 === 0 ? `sg-${i}` : 'sg-none'))),
    );
    expect(replies.map((reply) => reply.ok)).toEqual(replies.map((_, i) => i % 2 === 0));
  });
});

describe('against a gateway that is unwell', () => {
  test('HTML is seen with its status', async () => {
    const failure = await failureFrom((_, response) => {
      response.writeHead(503, { 'content-type': 'text/html' }).end('<html>busy</html>');
    });
    expect(failure).toMatchObject({ kind: 'unavailable', code: 'HTTP503', status: 503 });
  });

  test('nothing at all is seen with its status', async () => {
    const failure = await failureFrom((_, response) => {
      response.writeHead(502, { 'x-acs-request-id': 'from-the-header' }).end();
    });
    expect(failure).toMatchObject({
      kind: 'unavailable',
      code: 'HTTP502',
      requestId: 'from-the-header',
    });
  });

  test('throttling is seen with how long to wait', async () => {
    const failure = await failureFrom((_, response) => {
      const headers = { 'content-type': 'application/json', 'x-acs-retry-after': '1234' };
      response.writeHead(400, headers);
      response.end(JSON.stringify({ Code: 'Throttling.User', Message: 'Slow down.' }));
    });
    expect(failure).toMatchObject({
      kind: 'throttled',
      code: 'Throttling.User',
      message: 'Slow down.',
      status: 400,
      retryAfterMs: 1234,
    });
  });

  test('a connection that breaks is no reply', async () => {
    const failure = await failureFrom((request) => request.socket.destroy());
    expect(failure).toMatchObject({ kind: 'lost', code: 'NoReply', message: 'ECONNRESET' });
  });

  test('a reply that breaks off is not taken for one', async () => {
    const failure = await failureFrom((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"RequestId":');
      setTimeout(() => response.destroy(), 20);
    });
    expect(['lost', 'unavailable']).toContain(failure?.kind);
  });

  test('nobody listening is no reply', async () => {
    const reply = await transportTo('http://127.0.0.1:1')(call);
    expect(reply).toMatchObject({ ok: false, failure: { kind: 'lost', message: 'ECONNREFUSED' } });
  });

  async function failureFrom(answer: RequestListener) {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const reply = await transportTo(`http://127.0.0.1:${port}`)(call);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    return reply.ok ? undefined : reply.failure;
  }
});

describe('credentials', () => {
  let home: string;
  const old = process.env['HOME'] ?? '/';

  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'sluice-home-'));
    process.env['HOME'] = home;
    process.env['ALIBABA_CLOUD_ECS_METADATA_DISABLED'] = 'true';
    for (const name of names) Reflect.deleteProperty(process.env, name);
  });

  afterEach(() => {
    process.env['HOME'] = old;
    Reflect.deleteProperty(process.env, 'ALIBABA_CLOUD_ECS_METADATA_DISABLED');
    rmSync(home, { recursive: true });
  });

  test('that nobody gives are said to be missing, and nothing is sent', async () => {
    expect(await transportTo('http://127.0.0.1:1')(call)).toMatchObject({
      ok: false,
      failure: { kind: 'credentials', code: 'NoCredentials' },
    });
  });

  test('of a profile of the aliyun CLI are used', async () => {
    mkdirSync(path.join(home, '.aliyun'));
    const keys = { access_key_id: 'emulator', access_key_secret: 'emulator' };
    const profiles = [{ name: 'mine', mode: 'AK', ...keys }];
    writeFileSync(path.join(home, '.aliyun/config.json'), JSON.stringify({ profiles }));
    expect(await callerOf('mine')).toEqual({ ok: true, value: account });
    expect(await callerOf('nobodys')).toMatchObject({
      ok: false,
      failure: { kind: 'credentials' },
    });
  });

  test('and certificates that cannot be read are a failure, not an accident', async () => {
    const send = alibabaTransport({
      region,
      endpoint: undefined,
      everywhere: 'http://127.0.0.1:1',
      credentials: undefined,
      role: undefined,
      environment: { SSL_CERT_FILE: path.join(home, 'nowhere.pem') },
      toolVersion: '0.0.0',
    });
    setCredentials('emulator');
    expect(await send(call)).toMatchObject({
      ok: false,
      failure: {
        code: 'UnreadableCertificates',
        message: expect.stringContaining('nowhere.pem') as string,
      },
    });
  });

  async function callerOf(profile: string) {
    const there = new Emulator({ account });
    const server = await serve({
      call: (request) => there.call(request),
      secretOf: (id) => there.secretOf(id),
      port: 0,
    });
    const caller = await readAccount(
      transportTo(server.url, { credentials: { kind: 'profile', profile } }),
    );
    await server.close();
    return caller;
  }
});
