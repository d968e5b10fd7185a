// Goal: over HTTP each fault is what the official client would meet, and our transport makes of it
// what it makes of the same fault in the process.
// Method: the same script behind both, a real client, real sockets; what it says is compared.

import { connect } from 'node:net';
import { createRequire } from 'node:module';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { serverClock } from '../../../src/emulator/faults/clock.ts';
import { openFaults } from '../../../src/emulator/faults/open-faults.ts';
import { Emulator } from '../../../src/emulator/emulator.ts';
import { makeCertificate } from '../../../src/emulator/http/certificate.ts';
import { serve } from '../../../src/emulator/http/server.ts';
import { permissions, region } from '../driver.ts';
import { signedForm, system } from '../wire/sign-v1.ts';
import { faultyWorld, once, rule } from './faulty-world.ts';
import type * as Alibaba from '../../../src/cloud/alibaba.ts';
import type { ApiReply, Transport } from '../../../src/cloud/transport.ts';
import type { AccessEntry } from '../../../src/emulator/http/access-entry.ts';
import type { Fault } from '../../../src/emulator/faults/fault.ts';
import type { FaultSettings } from '../../../src/emulator/faults/settings.ts';
import type { Served } from '../../../src/emulator/http/server.ts';

// Node and vitest disagree on what the default import of the official packages is. `require` is
// Node's own in both, so this is the transport as it was built.
const require = createRequire(import.meta.url);
const { alibabaTransport } = require('../../../dist/cloud/alibaba.js') as typeof Alibaba;

const names = ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'] as const;
const kept = names.map((name) => [name, process.env[name]] as const);

beforeAll(() => {
  for (const name of names) process.env[name] = 'emulator';
});

afterAll(() => {
  for (const [name, value] of kept) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
});

interface HttpWorld {
  readonly emulator: Emulator;
  readonly server: Served;
  readonly log: readonly AccessEntry[];
  readonly send: Transport;
  readonly groupId: string;
}

const servers: Served[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function httpWorld(faults: FaultSettings): Promise<HttpWorld> {
  const emulator = new Emulator({ seed: 1 });
  const groupId = emulator.put({ region, vpcId: 'vpc-1', name: 'web', rules: [] });
  const log: AccessEntry[] = [];
  const server = await serve({
    call: openFaults(emulator, { faults, clock: serverClock }).call,
    secretOf: (id) => emulator.secretOf(id),
    port: 0,
    onRequest: (entry) => log.push(entry),
  });
  servers.push(server);
  const send = alibabaTransport({
    region,
    endpoint: undefined,
    everywhere: server.url,
    credentials: undefined,
    role: undefined,
    environment: {},
    toolVersion: '0.0.0',
  });
  return { emulator, server, log, send, groupId };
}

function authorize(send: Transport, id: string): Promise<ApiReply> {
  const parameters = { SecurityGroupId: id, ClientToken: 't', ...permissions(rule('10.0.0.0/8')) };
  return send({ product: 'Ecs', action: 'AuthorizeSecurityGroup', parameters });
}

describe('our transport makes of it over HTTP what it makes of it in the process:', () => {
  const when = (one: Fault): readonly Fault[] =>
    (['before', 'after'] as const).map((moment) => ({ ...one, when: moment }) as Fault);
  const gateway = (status: 500 | 502 | 503, body: 'json' | 'html' | 'empty') =>
    when({ kind: 'gateway', when: 'before', status, body });
  const refuse = (code: 'IdempotentProcessing' | 'Forbidden.RAM' | 'InvalidOperation.Conflict') =>
    when({ kind: 'refuse', when: 'before', refusal: { code } });
  const faults: readonly Fault[] = [
    { kind: 'loseRequest' },
    { kind: 'loseReply' },
    ...when({ kind: 'delay', when: 'before', ms: 20 }),
    ...when({ kind: 'reset', when: 'before' }),
    ...gateway(500, 'json'),
    ...gateway(502, 'html'),
    ...gateway(503, 'empty'),
    ...gateway(503, 'json'),
    ...refuse('IdempotentProcessing'),
    ...refuse('InvalidOperation.Conflict'),
    ...refuse('Forbidden.RAM'),
    {
      kind: 'refuse',
      when: 'before',
      refusal: { code: 'Throttling', status: 429, retryAfterMs: 1200 },
    },
  ];

  test.each(faults)('%j', async (fault) => {
    const script = [once('AuthorizeSecurityGroup', fault)];
    const [http, inside] = [await httpWorld({ script }), faultyWorld({ script })];
    const id = inside.truth.group();
    const [over, within] = [
      await authorize(http.send, http.groupId),
      await inside.authorize(id, rule('10.0.0.0/8')),
    ];
    expect(meaningOf(over)).toEqual(meaningOf(within));
    const rules = http.emulator.snapshot().groups[0]?.rules ?? [];
    expect(rules).toHaveLength(inside.truth.rules(id).length);
    expect((await authorize(http.send, http.groupId)).ok).toBe(true);
    expect(http.emulator.snapshot().groups[0]?.rules).toHaveLength(1);
  });
});

test('a rate limit is that of the cloud, and is seen with its header and without', async () => {
  for (const saysRetryAfter of [true, false]) {
    const { send } = await httpWorld({ rateLimit: { callsPerMinute: 0, saysRetryAfter } });
    const reply = await send({ product: 'Ecs', action: 'DescribeSecurityGroups', parameters: {} });
    expect(reply).toMatchObject({
      failure: { kind: 'throttled', code: 'Throttling.User', status: 400 },
    });
    const wait = reply.ok ? undefined : reply.failure.retryAfterMs;
    expect(wait !== undefined && wait > 0 && wait <= 60_000).toBe(saysRetryAfter);
  }
});

test('the access log tells what was answered, and where nothing was', async () => {
  const script = [
    once('*', { kind: 'gateway', when: 'before', status: 502, body: 'html' }),
    { ...once('*', { kind: 'reset', when: 'after' }), nth: 2 },
    { ...once('*', { kind: 'loseRequest' }), nth: 3 },
  ] as const;
  const { log, send } = await httpWorld({ script });
  const list = { product: 'Ecs', action: 'DescribeSecurityGroups', parameters: {} } as const;
  await send(list);
  await send(list);
  await send(list);
  await send(list);
  expect(log.map(({ status, code }) => [status, code])).toEqual([
    [502, 'HTTP502'],
    [0, 'NoReply'],
    [0, 'NoReply'],
    [200, 'OK'],
  ]);
});

test.each([
  ['html', /^<html>.*502 Bad Gateway.*<\/html>\n$/],
  ['empty', /^$/],
] as const)('an answer whose body is %s has a type, and no JSON', async (body, text) => {
  const fault: Fault = { kind: 'gateway', when: 'before', status: 502, body };
  const { server } = await httpWorld({ script: [once('*', fault)] });
  const query = signedForm('GET', system('DescribeSecurityGroups'));
  const response = await fetch(`${server.url}/?${query}`);
  expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html']);
  expect(await response.text()).toMatch(text);
});

test.each([
  ['a reset', { kind: 'reset', when: 'before' }, 'ECONNRESET'],
  ['the loss of a request', { kind: 'loseRequest' }, 'closed'],
  ['the loss of a reply', { kind: 'loseReply' }, 'closed'],
] as const)('%s is what the network says', async (_name, fault, end) => {
  const { server } = await httpWorld({ script: [once('*', fault)] });
  const query = signedForm('GET', system('DescribeSecurityGroups'));
  const ended = await new Promise<string>((resolve) => {
    const socket = connect(server.port, '127.0.0.1');
    socket.once('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
      resolve(code);
    });
    socket.once('end', () => {
      resolve('closed');
    });
    socket.on('data', (bytes) => {
      resolve(`answered ${bytes.toString()}`);
    });
    socket.write(`GET /?${query} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`);
  });
  expect(ended).toBe(end);
});

test('over TLS a reset is a connection that is closed', async () => {
  const emulator = new Emulator({ seed: 1 });
  const certificate = await makeCertificate([]);
  const faults = { script: [once('*', { kind: 'reset', when: 'before' })] } as const;
  const server = await serve({
    call: openFaults(emulator, { faults, clock: serverClock }).call,
    secretOf: (id) => emulator.secretOf(id),
    port: 0,
    certificate,
  });
  servers.push(server);
  const ask = (): Promise<string> =>
    new Promise((resolve) => {
      const query = signedForm('GET', system('DescribeSecurityGroups'));
      const options = { host: '127.0.0.1', port: server.port, ca: certificate.authority };
      const socket = connectTls(options, () => {
        socket.write(`GET /?${query} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`);
      });
      socket.on('data', (bytes: Buffer) => {
        resolve(bytes.toString().split('\r\n')[0] ?? '');
        socket.destroy();
      });
      socket.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
        resolve(code);
      });
      socket.on('end', () => {
        resolve('closed');
      });
    });
  expect([await ask(), await ask()]).toEqual(['closed', 'HTTP/1.1 200 OK']);
});

/** What the caller can go by: not the words for a connection that broke, nor the id of the reply. */
function meaningOf(reply: ApiReply): object {
  if (reply.ok) return { ok: true };
  const { kind, code, status, retryAfterMs } = reply.failure;
  return { kind, code, status, retryAfterMs };
}
