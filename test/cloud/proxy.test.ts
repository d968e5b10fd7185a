// Goal: calls go through the proxy that the environment names, and around it where it says so.
// Method: a process of its own for each call, because a proxy is set for a whole process; a proxy
// that passes everything on to the emulator, whatever host was asked for.
import { execFile } from 'node:child_process';
import { createServer, request as open, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Emulator } from '../../src/emulator/emulator.ts';
import { serve, type Served } from '../../src/emulator/http/server.ts';

const account = '1000000000000001';
const seen: string[] = [];
let emulator: Served;
let proxy: Server;
let proxyUrl: string;

beforeAll(async () => {
  const there = new Emulator({ account });
  emulator = await serve({
    call: (request) => there.call(request),
    secretOf: (id) => there.secretOf(id),
    port: 0,
  });
  proxy = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    const { method, headers } = request;
    const onward = { host: '127.0.0.1', port: emulator.port, path: '/', method, headers };
    request.pipe(
      open(onward, (reply) => {
        response.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(response);
      }),
    );
  });
  proxy.on('connect', (request, socket) => {
    seen.push(`${request.method} ${request.url}`);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await emulator.close();
  proxy.closeAllConnections();
  proxy.close();
});

beforeEach(() => {
  seen.length = 0;
});

/** The reply to GetCallerIdentity at this endpoint, asked by a process with this environment. */
async function ask(everywhere: string, environment: Readonly<Record<string, string>>) {
  const built = new URL('../../dist/cloud/alibaba.js', import.meta.url).href;
  const script = `
    import { alibabaTransport } from '${built}';
    const send = alibabaTransport({
      region: 'cn-hangzhou', everywhere: '${everywhere}', environment: process.env, toolVersion: '0',
    });
    const reply = await send({ product: 'Sts', action: 'GetCallerIdentity', parameters: {} });
    process.stdout.write(JSON.stringify(reply), () => process.exit());`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', script],
    {
      env: {
        PATH: process.env['PATH'],
        ALIBABA_CLOUD_ACCESS_KEY_ID: 'emulator',
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'emulator',
        ...environment,
      },
    },
  );
  return JSON.parse(stdout) as unknown;
}

const found = { ok: true, body: expect.objectContaining({ AccountId: account }) as object };

test.each(['HTTP_PROXY', 'http_proxy'])('%s is used for http', async (name) => {
  expect(await ask('http://ecs.invalid', { [name]: proxyUrl })).toMatchObject(found);
  expect(seen).toEqual(['POST http://ecs.invalid/']);
});

test('HTTPS_PROXY is used for https', async () => {
  expect(await ask('https://ecs.invalid', { HTTPS_PROXY: proxyUrl })).toMatchObject({ ok: false });
  expect(seen).toEqual(['CONNECT ecs.invalid:443']);
});

test('NO_PROXY goes around it', async () => {
  const around = { HTTP_PROXY: proxyUrl, NO_PROXY: '127.0.0.1' };
  expect(await ask(emulator.url, around)).toMatchObject(found);
  expect(seen).toEqual([]);
});

test('without a proxy none is used', async () => {
  expect(await ask(emulator.url, {})).toMatchObject(found);
  expect(seen).toEqual([]);
});
