// What can be seen of the traffic: counters, health, the access log; and replies as XML.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Emulator } from '../../../src/emulator/emulator.ts';
import { openAccessLog } from '../../../src/emulator/http/access-log.ts';
import { clientFamily } from '../../../src/emulator/http/client-family.ts';
import { isLoopback } from '../../../src/emulator/http/own-pages.ts';
import { serve } from '../../../src/emulator/http/server.ts';
import { renderXml } from '../../../src/emulator/http/xml.ts';
import { signedForm, system } from './sign-v1.ts';
import type { AccessLog } from '../../../src/emulator/http/access-log.ts';
import type { Served } from '../../../src/emulator/http/server.ts';
import type { Words } from './sign-v1.ts';

const emulator = new Emulator({ seed: 1 });
let folder: string;
let log: AccessLog;
let server: Served;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-log-'));
  log = await openAccessLog(join(folder, 'access.ndjson'), () => undefined);
  server = await serve({
    call: (request) => emulator.call(request),
    secretOf: (id) => emulator.secretOf(id),
    port: 0,
    onRequest: log.write,
  });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function get(words: Words, headers: Words = {}, secret = 'emulator'): Promise<Response> {
  return fetch(`${server.url}/?${signedForm('GET', words, secret)}`, { headers });
}

test('each request is a line in the log and counts once, without secrets or signatures', async () => {
  const python = { 'user-agent': 'AlibabaCloud (Linux; x86_64) Python/3.11 Core/0.4' };
  const terraform = { 'user-agent': 'AlibabaCloud Golang/1.22 HashiCorp-Terraform/1.9' };
  await get(system('DescribeSecurityGroups'), python);
  await get(system('DescribeSecurityGroups'), terraform);
  await get(system('DescribeSecurityGroups'), terraform, 'a-wrong-secret');
  await get({ ...system('NoSuchAction'), AccessKeyId: 'a b"\n' }, { 'user-agent': '' });

  const counters = (await (await fetch(`${server.url}/_emulator/counters`)).json()) as object;
  expect(counters).toMatchObject({
    total: 4,
    actions: { '': 1, DescribeSecurityGroups: 3 },
    clients: { python: 1, terraform: 2 },
    codes: { OK: 2, SignatureDoesNotMatch: 1, 'InvalidAction.NotFound': 1 },
  });

  await log.close();
  const text = await readFile(join(folder, 'access.ndjson'), 'utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
    method: 'GET',
    tls: false,
    client: 'python',
    accessKeyId: 'emulator',
    action: 'DescribeSecurityGroups',
    status: 200,
    code: 'OK',
    ms: expect.any(Number) as number,
  });
  expect(lines[3]).toMatchObject({ accessKeyId: 'a_b__', action: '', status: 404 });
  expect(text).not.toMatch(/Signature=|wrong-secret|HMAC/);
});

test('health says ok, and what is not there is told in JSON', async () => {
  const health = await fetch(`${server.url}/_emulator/health`);
  expect([health.status, await health.json()]).toMatchObject([200, { status: 'ok' }]);
  const missing = await fetch(`${server.url}/_emulator/state`);
  expect(missing.status).toBe(404);
  const post = await fetch(`${server.url}/_emulator/counters`, { method: 'POST' });
  expect(post.status).toBe(405);
});

test.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['192.0.2.1', false],
  ['::ffff:192.0.2.1', false],
  ['0.0.0.0', false],
  [undefined, false],
])('whether %s is this machine: %s', (address, own) => {
  expect(isLoopback(address)).toBe(own);
});

test.each([
  ['AlibabaCloud (linux; x64) Node.js/v20.20.2 Core/1.0.1 TeaDSL/1', 'node'],
  ['AlibabaCloud (Linux 5.10;x86_64) Python/3.11.7 Core/2.16.1', 'python'],
  ['AlibabaCloud (linux; amd64) Golang/1.22 Core/0.01 Aliyun-CLI/3.0.200', 'aliyun-cli'],
  ['AlibabaCloud (linux; amd64) Golang/1.22 HashiCorp-Terraform/1.9', 'terraform'],
  ['Go-http-client/1.1', 'go'],
  ['curl/8.5.0', 'curl'],
  ['Mozilla/5.0', 'other'],
  [undefined, 'none'],
])('%s is of the family %s', (userAgent, family) => {
  expect(clientFamily(userAgent)).toBe(family);
});

describe('XML', () => {
  const asksForXml: readonly [string, Words, Words][] = [
    ['by Format', { Format: 'XML' }, {}],
    ['by Format in small letters, whatever is accepted', { Format: 'xml' }, { accept: '*/*' }],
    ['by Accept', {}, { accept: 'application/xml' }],
    ['by Accept, text/xml', {}, { accept: 'text/xml, */*;q=0.1' }],
  ];

  function plain(action: string): Words {
    return Object.fromEntries(Object.entries(system(action)).filter(([name]) => name !== 'Format'));
  }

  test.each(asksForXml)('is given to who asks %s', async (_, words, headers) => {
    const response = await get({ ...plain('DescribeSecurityGroups'), ...words }, headers);
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe('text/xml;charset=utf-8');
    expect(text).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?><DescribeSecurityGroupsResponse><RequestId>[0-9A-F-]{36}</,
    );
  });

  test('is not given to who also takes JSON, or asks for nothing', async () => {
    for (const accept of ['application/json, application/xml', '*/*']) {
      const response = await get(plain('DescribeSecurityGroups'), { accept });
      expect(response.headers.get('content-type')).toContain('json');
    }
  });

  test('says refusals as well', async () => {
    const response = await get({ ...plain('DeleteSecurityGroup'), Format: 'XML' });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(
      /<Error><RequestId>.*<Code>InvalidSecurityGroupId.Malformed<\/Code>.*<\/Error>$/,
    );
  });

  test('repeats elements for lists, and escapes texts', () => {
    const body = {
      A: { B: [{ C: 'x<&>"\u0007é🚦' }, { C: 2 }] },
      D: [],
      E: true,
      F: '',
      G: ['a', 'b'],
    };
    expect(renderXml('R', body)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><R><A><B><C>x&lt;&amp;&gt;"\ufffdé🚦</C></B><B><C>2</C></B></A><E>true</E><F></F><G>a</G><G>b</G></R>',
    );
  });
});
