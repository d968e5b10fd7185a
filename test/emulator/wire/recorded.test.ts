// Goal: the requests of clients that do not run here are accepted, byte by byte as they send them.
// Method: requests/ holds raw requests, replayed over HTTP and TLS. Those of Python were recorded
// from the clients themselves (alibabacloud_ecs20140526 7.11.8, aliyun-python-sdk-ecs 4.24.83), the
// others were written after the shapes that Go clients, the CLI and curl are known to send, and
// signed by a script of a few lines. None was signed by the emulator's own code. Line ends are \n in
// the files and \r\n on the wire.

import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Emulator } from '../../../src/emulator/emulator.ts';
import { makeCertificate } from '../../../src/emulator/http/certificate.ts';
import { serve } from '../../../src/emulator/http/server.ts';
import { send } from './exchange.ts';
import type { Certificate } from '../../../src/emulator/http/certificate.ts';
import type { Served } from '../../../src/emulator/http/server.ts';
import type { EmulatorRequest } from '../../../src/emulator/emulator.ts';

const folder = new URL('requests/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.http'));
const odd = "a b*~é 很'()!+";

const emulator = new Emulator();
emulator.put({ region: 'cn-hangzhou', id: 'sg-1' });
let server: Served;
let certificate: Certificate;
/** What came through to the emulator. */
const asked: EmulatorRequest[] = [];

beforeAll(async () => {
  certificate = await makeCertificate();
  server = await serve({
    call: (request) => {
      asked.push(request);
      // The recorded temporary key is none of this emulator; what matters here is how it signs.
      const accessKeyId = request.securityToken === undefined ? request.accessKeyId : undefined;
      return emulator.call({ ...request, accessKeyId: accessKeyId ?? 'emulator' });
    },
    secretOf: (id) => (id === 'STS.emulator' ? 'temporary' : emulator.secretOf(id)),
    port: 0,
    certificate,
  });
});

afterAll(() => server.close());

function recorded(name: string): Buffer {
  const text = readFileSync(new URL(name, folder), 'latin1');
  const end = text.indexOf('\n\n');
  const head = text.slice(0, end).replaceAll('\n', '\r\n');
  return Buffer.from(`${head}\r\n\r\n${text.slice(end + 2)}`, 'latin1');
}

/** Another character of the alphabet in the place of the first of the signature. */
function flipped(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  const at = text.lastIndexOf('Signature=') + 'Signature='.length;
  const other = text[at] === 'a' ? 'b' : 'a';
  return Buffer.from(text.slice(0, at) + other + text.slice(at + 1), 'latin1');
}

describe.each(['HTTP', 'TLS'] as const)('over %s', (protocol) => {
  const line = (): { port: number; authority: string | undefined } => ({
    port: server.port,
    authority: protocol === 'TLS' ? certificate.authority : undefined,
  });

  test.each(names)('%s is accepted', async (name) => {
    asked.length = 0;
    emulator.call(authorized());
    const { status, body } = await send(line(), recorded(name));
    expect([status, body['Code']]).toEqual([200, undefined]);
    const parameters = asked[0]?.parameters ?? {};
    const texts = ['Permissions.1.Description', 'SecurityGroupName'].map((key) => parameters[key]);
    const text = texts.find((value) => value !== undefined);
    if (text !== undefined) expect([odd, odd.replace(' 很', '')]).toContain(text);
  });

  test.each(names)('%s with one byte of its signature changed is refused', async (name) => {
    asked.length = 0;
    const { status, body } = await send(line(), flipped(recorded(name)));
    expect([status, body['Code']]).toEqual([400, 'SignatureDoesNotMatch']);
    expect(asked).toEqual([]);
  });
});

/** So that there is something to revoke. */
function authorized(): EmulatorRequest {
  return {
    product: 'Ecs',
    version: '2014-05-26',
    action: 'AuthorizeSecurityGroup',
    region: 'cn-hangzhou',
    parameters: {
      SecurityGroupId: 'sg-1',
      IpProtocol: 'tcp',
      PortRange: '80/80',
      SourceCidrIp: '10.0.0.0/8',
    },
  };
}

test('there are requests of every client', () => {
  const clients = ['python-acs3', 'python-legacy', 'go-tea-rpc', 'go-legacy', 'aliyun-cli', 'curl'];
  for (const client of clients) {
    expect(names.filter((name) => name.startsWith(client)).length).toBeGreaterThan(0);
  }
});
