// curl with a signature made by hand, over HTTP and TLS. Skipped where there is no curl or openssl.

import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Emulator } from '../../../src/emulator/emulator.ts';
import { makeCertificate } from '../../../src/emulator/http/certificate.ts';
import { serve } from '../../../src/emulator/http/server.ts';
import type { Served } from '../../../src/emulator/http/server.ts';

const script = fileURLToPath(new URL('curl.sh', import.meta.url));
const missing = ['curl', 'openssl'].some(
  (tool) => spawnSync(tool, ['version']).error !== undefined,
);

const emulator = new Emulator();
let folder: string;
let authority: string;
let server: Served;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'sluice-curl-'));
  authority = path.join(folder, 'ca.pem');
  const certificate = await makeCertificate();
  writeFileSync(authority, certificate.authority);
  server = await serve({
    call: (request) => emulator.call(request),
    secretOf: (id) => emulator.secretOf(id),
    port: 0,
    certificate,
    freshness: { timestamps: 'checked', nonces: 'checked' },
  });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** In the background: the server is in this process. */
function curl(url: string, secret: string): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve, reject) => {
    execFile('sh', [script, url, secret, '--cacert', authority], (error, out) => {
      if (error === null) resolve(JSON.parse(out) as Readonly<Record<string, unknown>>);
      else reject(new Error(`curl failed: ${error.message}`));
    });
  });
}

test.skipIf(missing).each(['http://127.0.0.1', 'https://127.0.0.1', 'https://localhost'])(
  'at %s it is accepted, and refused with another secret',
  async (origin) => {
    const url = `${origin}:${server.port}`;
    expect(await curl(url, 'emulator')).toMatchObject({ RegionId: 'cn-hangzhou', TotalCount: 0 });
    expect(await curl(url, 'another')).toMatchObject({ Code: 'SignatureDoesNotMatch' });
  },
);
