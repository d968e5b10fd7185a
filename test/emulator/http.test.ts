// The server against requests that no official client sends: signed by hand in the manner of other
// clients, not signed, half signed, malformed, too large.

import { createHash, createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Emulator } from '../../src/emulator/emulator.ts';
import { serve } from '../../src/emulator/http/server.ts';
import type { Served } from '../../src/emulator/http/server.ts';
import type { Words } from './driver.ts';

const emulator = new Emulator();
let server: Served;
let failing: Served;
const faults: unknown[] = [];

beforeAll(async () => {
  const secretOf = (id: string): string | undefined => emulator.secretOf(id);
  server = await serve({ call: (request) => emulator.call(request), secretOf, port: 0 });
  failing = await serve({
    call: () => Promise.reject(new Error('secret trouble')),
    secretOf,
    onFault: (error) => faults.push(error),
    port: 0,
  });
});

afterAll(async () => {
  await server.close();
  await failing.close();
});

/** RFC 3986, written here once more so that the server's own encoding is not its own judge. */
function encode(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      const hex = byte.toString(16).toUpperCase().padStart(2, '0');
      return /[A-Za-z0-9_.~-]/.test(character) ? character : `%${hex}`;
    })
    .join('');
}

function canonical(words: Words): string {
  return Object.keys(words)
    .sort()
    .map((name) => `${encode(name)}=${encode(words[name] ?? '')}`)
    .join('&');
}

const system: Words = {
  AccessKeyId: 'emulator',
  Action: 'DescribeSecurityGroups',
  Format: 'JSON',
  RegionId: 'cn-hangzhou',
  SignatureMethod: 'HMAC-SHA1',
  SignatureNonce: '1',
  SignatureVersion: '1.0',
  Timestamp: '2026-11-22T00:00:00Z',
  Version: '2014-05-26',
};

function signed(method: string, words: Words, secret = 'emulator'): Words {
  const toSign = `${method}&%2F&${encode(canonical(words))}`;
  const Signature = createHmac('sha1', `${secret}&`).update(toSign).digest('base64');
  return { ...words, Signature };
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, string>>;
  readonly headers: Headers;
}

async function ask(query: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${server.url}/?${query}`, init);
  const body = (await response.json()) as Answer['body'];
  return { status: response.status, body, headers: response.headers };
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('version 1 is accepted', () => {
  test('with an empty SignatureType that is signed, as older Go and Python clients send it', async () => {
    const { status } = await ask(canonical(signed('POST', { ...system, SignatureType: '' })), {
      method: 'POST',
    });
    expect(status).toBe(200);
  });

  test('with system parameters in the query and the others in the form, as Terraform sends it', async () => {
    const business = { SecurityGroupName: 'from form', RegionId: 'cn-hangzhou' };
    const { Signature = '' } = signed('POST', { ...system, ...business });
    const { status, body } = await ask(canonical({ ...system, Signature }), {
      method: 'POST',
      headers: form,
      body: canonical(business),
    });
    expect([status, body['Code']]).toEqual([200, undefined]);
  });

  test('with spaces written as + and * left as it is', async () => {
    const words = signed('GET', { ...system, SecurityGroupName: 'a b*c' });
    const query = canonical(words).replaceAll('%20', '+').replaceAll('%2A', '*');
    expect((await ask(query)).status).toBe(200);
  });
});

const empty = createHash('sha256').update('').digest('hex');

function acs3(
  query: Words,
  { headers, body = '', secret = 'emulator' }: { headers: Words; body?: string; secret?: string },
): Words {
  const hash = createHash('sha256').update(body).digest('hex');
  const all: Words = {
    host: `127.0.0.1:${server.port}`,
    'x-acs-action': 'DescribeSecurityGroups',
    'x-acs-content-sha256': hash,
    'x-acs-date': '2026-11-22T00:00:00Z',
    'x-acs-version': '2014-05-26',
    ...headers,
  };
  const names = Object.keys(all).sort();
  const lines = names.map((name) => `${name}:${all[name] ?? ''}\n`).join('');
  const request = ['POST', '/', canonical(query), lines, names.join(';'), hash].join('\n');
  const toSign = `ACS3-HMAC-SHA256\n${createHash('sha256').update(request).digest('hex')}`;
  const signature = createHmac('sha256', secret).update(toSign).digest('hex');
  const { host, ...sent } = all;
  const authorization = `ACS3-HMAC-SHA256 Credential=emulator,SignedHeaders=${names.join(';')},Signature=${signature}`;
  return host === undefined ? {} : { ...sent, authorization };
}

describe('version 3 is accepted', () => {
  test('with every header signed, as the Python client does', async () => {
    const query = { RegionId: 'cn-hangzhou', SecurityGroupName: 'a b*~é' };
    const headers = acs3(query, {
      headers: {
        accept: 'application/json',
        'user-agent': 'AlibabaCloud (Linux; x86_64) Python/3',
      },
    });
    expect((await ask(canonical(query), { method: 'POST', headers })).status).toBe(200);
  });

  test('with spaces written as + in the query', async () => {
    const query = { RegionId: 'cn-hangzhou', SecurityGroupName: 'a b' };
    const headers = acs3(query, { headers: {} });
    const text = canonical(query).replaceAll('%20', '+');
    expect((await ask(text, { method: 'POST', headers })).status).toBe(200);
  });
});

describe('refused is', () => {
  const post = { method: 'POST' };

  test.each<[string, Words, number, string]>([
    ['no version', { Action: 'DescribeSecurityGroups' }, 400, 'MissingParameter'],
    ['no action', { Version: '2014-05-26' }, 400, 'MissingParameter'],
    ['an unknown version', { ...system, Version: '2013-01-10' }, 400, 'InvalidVersion'],
    ['an unknown action', { ...system, Action: 'RunInstances' }, 404, 'InvalidAction.NotFound'],
    ['no signature', system, 400, 'IncompleteSignature'],
    [
      'another method of signing',
      { ...signed('GET', system), SignatureMethod: 'HMAC-SHA256' },
      400,
      'IncompleteSignature',
    ],
    [
      'an unknown key',
      signed('GET', { ...system, AccessKeyId: 'other' }),
      404,
      'InvalidAccessKeyId.NotFound',
    ],
    [
      'a parameter added after signing',
      { ...signed('GET', system), VpcId: 'vpc-1' },
      400,
      'SignatureDoesNotMatch',
    ],
    ['a signature for another method', signed('POST', system), 400, 'SignatureDoesNotMatch'],
  ])('%s', async (_, words, status, code) => {
    const answer = await ask(canonical(words));
    expect([answer.status, answer.body['Code']]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/json;charset=utf-8');
    expect(answer.headers.get('x-acs-request-id')).toBe(answer.body['RequestId']);
    expect(Object.keys(answer.body)).toEqual([
      'RequestId',
      'HostId',
      'Code',
      'Message',
      'Recommend',
    ]);
  });

  test('a wrong secret, with the string to sign and never the secret', async () => {
    const { body } = await ask(canonical(signed('GET', system, 'wrong')));
    expect(body['Message']).toContain(`GET&%2F&${encode(canonical(system))}`);
    const served = await serve({
      call: (request) => emulator.call(request),
      secretOf: () => 'very-secret',
      port: 0,
    });
    const response = await fetch(`${served.url}/?${canonical(signed('GET', system))}`);
    expect(await response.text()).not.toContain('very-secret');
    await served.close();
  });

  test('a body that is not the one that was signed', async () => {
    const query = { RegionId: 'cn-hangzhou' };
    const headers = { ...acs3(query, { headers: {} }), ...form };
    const answer = await ask(canonical(query), { ...post, headers, body: 'VpcId=vpc-1' });
    expect(answer.body['Code']).toBe('IncompleteSignature');
  });

  test('a body whose hash is not among the signed headers', async () => {
    const headers = acs3({}, { headers: {} });
    const authorization = (headers['authorization'] ?? '').replace('x-acs-content-sha256;', '');
    const answer = await ask('', { ...post, headers: { ...headers, authorization } });
    expect(answer.body['Code']).toBe('IncompleteSignature');
  });

  test.each([
    '',
    'Bearer x',
    'ACS3-HMAC-SHA256',
    'ACS3-HMAC-SHA256 Credential=,=,',
    'ACS3-RSA a=b',
  ])('the authorization %j', async (authorization) => {
    const headers = { authorization, 'x-acs-content-sha256': empty };
    const { body } = await ask('Version=2014-05-26&Action=DescribeSecurityGroups', { headers });
    expect(body['Code']).toBe('IncompleteSignature');
  });

  test('any method but GET and POST, and any path but /', async () => {
    const put = await ask(canonical(signed('PUT', system)), { method: 'PUT' });
    expect([put.status, put.body['Code']]).toEqual([405, 'MethodNotAllowed']);
    const response = await fetch(`${server.url}/elsewhere`);
    expect(response.status).toBe(404);
  });

  test('a body over 10 MiB, and the next request is served', async () => {
    const body = `a=${'x'.repeat(11 * 1024 * 1024)}`;
    const answer = await ask('', { ...post, headers: form, body });
    expect([answer.status, answer.body['Code']]).toEqual([413, 'RequestBodyTooLarge']);
    expect((await ask(canonical(signed('GET', system)))).status).toBe(200);
  });
});

test('bad encoding, ten thousand parameters and names of our own are only parameters', async () => {
  const many = Array.from({ length: 10_000 }, (_, n) => `Permissions.${n}.IpProtocol=%zz%ff`);
  const names = ['__proto__=1', 'constructor=1', 'a=%', '=', '&&&'];
  const body = [...many, ...names].join('&');
  const answer = await ask('', {
    method: 'POST',
    headers: { ...form, 'x-acs-action': 'AuthorizeSecurityGroup', 'x-acs-version': '2014-05-26' },
    body,
  });
  expect(answer.body['Code']).toBe('IncompleteSignature');
});

test('what fails within is InternalError and says nothing of why', async () => {
  const response = await fetch(`${failing.url}/?${canonical(signed('GET', system))}`);
  const text = await response.text();
  expect([response.status, JSON.parse(text)]).toMatchObject([500, { Code: 'InternalError' }]);
  expect(text).not.toContain('secret trouble');
  expect(faults).toMatchObject([{ message: 'secret trouble' }]);
});

test('what is not HTTP gets an answer or a closed connection, and the server lives', async () => {
  const garbage = [
    '\r\n\r\n\r\n',
    'hello\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01',
  ];
  for (const text of [...garbage, 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: x\r\n\r\n']) {
    const answer = await exchange(text);
    expect(answer === '' || answer.startsWith('HTTP/1.1 400')).toBe(true);
  }
  expect((await ask(canonical(signed('GET', system)))).status).toBe(200);
});

test('the server is reached on this machine only, and a port in use is an error', async () => {
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  const call = emulator.call.bind(emulator);
  const again = serve({ call, secretOf: () => undefined, port: server.port });
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

/** All that comes back for some bytes, until either side closes. */
function exchange(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(server.port, '127.0.0.1', () => socket.end(bytes, 'latin1'));
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => {
      resolve(answer);
    });
    socket.on('close', () => {
      resolve(answer);
    });
  });
}
