// HTTP and TLS on one port, and connections that say little or nothing.

import { connect as connectTls } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Emulator } from '../../../src/emulator/emulator.ts';
import { makeCertificate } from '../../../src/emulator/http/certificate.ts';
import { serve } from '../../../src/emulator/http/server.ts';
import { open, send } from './exchange.ts';
import { signedForm, system } from './sign-v1.ts';
import type { Socket } from 'node:net';
import type { Certificate } from '../../../src/emulator/http/certificate.ts';
import type { Served } from '../../../src/emulator/http/server.ts';

const emulator = new Emulator();
let certificate: Certificate;
let server: Served;
let withoutTls: Served;

beforeAll(async () => {
  const settings = {
    call: emulator.call.bind(emulator),
    secretOf: (id: string) => emulator.secretOf(id),
    port: 0,
    patienceMs: 200,
  };
  certificate = await makeCertificate(['emulator.test', '192.0.2.7']);
  server = await serve({ ...settings, certificate });
  withoutTls = await serve(settings);
});

afterAll(() => Promise.all([server.close(), withoutTls.close()]));

function request(): Buffer {
  const query = signedForm('GET', system('DescribeSecurityGroups'));
  return Buffer.from(`GET /?${query} HTTP/1.1\r\nhost: x\r\n\r\n`);
}

test('both are answered, one after the other and many at once', async () => {
  const lines = [undefined, certificate.authority].map((authority) => ({
    port: server.port,
    authority,
  }));
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => lines[n % 2] ?? { port: server.port }).map((line) =>
      send(line, request()),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
});

test('the certificate is for localhost, 127.0.0.1, ::1 and what was asked for, and nothing else', () => {
  const parsed = new X509Certificate(certificate.certificate);
  const authority = new X509Certificate(certificate.authority);
  for (const ip of ['127.0.0.1', '::1', '192.0.2.7']) expect(parsed.checkIP(ip)).toBeDefined();
  for (const host of ['localhost', 'emulator.test']) expect(parsed.checkHost(host)).toBeDefined();
  expect(parsed.checkHost('ecs.aliyuncs.com')).toBeUndefined();
  expect([parsed.ca, authority.ca]).toEqual([false, true]);
  expect(parsed.verify(authority.publicKey)).toBe(true);
  expect(parsed.checkIssued(authority)).toBe(true);
});

test('another run has another authority, which vouches for nothing of this one', async () => {
  const other = await makeCertificate();
  const refused = send({ port: server.port, authority: other.authority }, request());
  await expect(refused).rejects.toThrow(/certificate|signature/);
  expect((await send({ port: server.port }, request())).status).toBe(200);
});

test('a client that could speak HTTP/2 is told to speak HTTP/1.1', async () => {
  const socket = connectTls({
    host: '127.0.0.1',
    port: server.port,
    ca: certificate.authority,
    ALPNProtocols: ['h2', 'http/1.1'],
  });
  await new Promise((resolve) => socket.once('secureConnect', resolve));
  expect(socket.alpnProtocol).toBe('http/1.1');
  socket.destroy();
});

test('without a certificate, TLS connections are closed', async () => {
  const line = { port: withoutTls.port, authority: certificate.authority };
  await expect(send(line, request())).rejects.toThrow();
  expect((await send({ port: withoutTls.port }, request())).status).toBe(200);
});

test.each([
  ['says nothing', ''],
  ['stops in the middle of a handshake', '\x16\x03\x01'],
  ['stops in the middle of a header', 'GET / HTTP/1.1\r\nx: y'],
  [
    'announces a body that does not come',
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\n',
  ],
])('who %s is sent away', async (_, start) => {
  const socket = connect(server.port, '127.0.0.1');
  socket.write(start, 'latin1');
  socket.resume();
  await closed(socket);
});

test('closing does not wait for those who say nothing', async () => {
  const other = await serve({
    call: emulator.call.bind(emulator),
    secretOf: () => undefined,
    port: 0,
    certificate,
  });
  const silent = ['', '\x16\x03'].map((start) => {
    const socket = open({ port: other.port });
    socket.write(start, 'latin1');
    return socket;
  });
  await Promise.all(silent.map((socket) => new Promise((done) => socket.once('connect', done))));
  const ends = silent.map(closed);
  await other.close();
  await Promise.all(ends);
});

test('requests on one connection are answered in their order', async () => {
  const socket = open({ port: server.port });
  socket.write(Buffer.concat([request(), request(), Buffer.from('noise\r\n\r\n')]));
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await closed(socket);
  expect(text).not.toMatch(/^HTTP\/1\.1 400/);
});

function closed(socket: Socket): Promise<unknown> {
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.once('close', resolve));
}
