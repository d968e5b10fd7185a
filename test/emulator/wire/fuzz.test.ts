// Goal: whatever is sent, there is an answer in JSON or a closed connection, nothing fails within,
// and the server goes on.
// Method: ten thousand malformed requests by chance, with a seed, many at once, over loopback.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { Emulator } from '../../../src/emulator/emulator.ts';
import { makeCertificate } from '../../../src/emulator/http/certificate.ts';
import { serve } from '../../../src/emulator/http/server.ts';
import { open, send } from './exchange.ts';
import { malformed } from './malformed.ts';
import { chance } from './random.ts';
import { signedForm, system } from './sign-v1.ts';
import type { Served } from '../../../src/emulator/http/server.ts';
import type { Malformed } from './malformed.ts';

const requests = 10_000;
const atOnce = 64;

const emulator = new Emulator();
emulator.put({ region: 'cn-hangzhou', id: 'sg-1' });
const faults: unknown[] = [];
let server: Served;

beforeAll(async () => {
  server = await serve({
    call: (request) => emulator.call(request),
    secretOf: (id) => emulator.secretOf(id),
    port: 0,
    certificate: await makeCertificate(),
    onFault: (error) => faults.push(error),
    patienceMs: 300,
  });
});

afterAll(() => server.close());

test(`${requests} malformed requests are answered or cut off, and the server lives`, async () => {
  const source = chance(20_261_122);
  const kinds = new Set<string>();
  let left = requests;
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      const request = malformed(source);
      kinds.add(request.kind);
      const answer = await exchange(request);
      if (!isProper(answer)) expect.fail(`${request.kind}: ${answer.slice(0, 2000)}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));

  expect(faults).toEqual([]);
  expect(kinds.size).toBe(19);
  const query = signedForm('GET', system('DescribeSecurityGroups'));
  const bytes = Buffer.from(`GET /?${query} HTTP/1.1\r\nhost: x\r\n\r\n`);
  expect((await send({ port: server.port }, bytes)).status).toBe(200);
});

/** All that comes back until the server closes the connection. */
function exchange({ parts, ending }: Malformed): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = open({ port: server.port });
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
    });
    // A reset is a closed connection too.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      resolve(answer);
    });
    for (const part of parts) socket.write(part);
    if (ending === 'ends') socket.end();
    if (ending === 'resets')
      socket.once('connect', () => setImmediate(() => socket.resetAndDestroy()));
  });
}

/** Nothing, the alert of TLS, or replies in JSON, of which the last may be cut off. */
function isProper(answer: string): boolean {
  if (answer === '' || answer.charCodeAt(0) === 0x15) return true;
  if (!answer.startsWith('HTTP/1.1 ')) return false;
  return answer.split(/(?=HTTP\/1\.1 \d{3} )/).every((reply) => {
    const [head = '', ...rest] = reply.split('\r\n\r\n');
    const body = rest.join('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
    if (head.startsWith('HTTP/1.1 500')) return false;
    return body.length < length || typeof parse(body, head) === 'object';
  });
}

function parse(body: string, head: string): unknown {
  const chunked = /transfer-encoding: chunked/i.test(head);
  return JSON.parse(chunked ? (/\{[^]*\}/.exec(body)?.[0] ?? '') : body);
}
