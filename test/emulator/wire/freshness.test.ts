// Timestamps and nonces: ignored unless a switch says otherwise, and then as the cloud does it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Emulator } from '../../../src/emulator/emulator.ts';
import { freshnessCheck } from '../../../src/emulator/http/freshness.ts';
import { serve } from '../../../src/emulator/http/server.ts';
import { send } from './exchange.ts';
import { signedForm, system } from './sign-v1.ts';
import type { FreshnessSwitches } from '../../../src/emulator/http/freshness.ts';
import type { Served } from '../../../src/emulator/http/server.ts';
import type { WireRequest } from '../../../src/emulator/http/wire-request.ts';
import type { Words } from './sign-v1.ts';

const minuteMs = 60_000;
const nowMs = Date.parse('2026-11-22T12:00:00Z');

function wire(query: Words, headers: Words = {}): WireRequest {
  return { method: 'GET', path: '/', query, form: {}, headers, body: Buffer.alloc(0) };
}

describe('timestamps', () => {
  const checked = (query: Words, headers?: Words): (() => void) => {
    const check = freshnessCheck({ timestamps: 'checked', nonces: 'ignored' }, () => nowMs);
    return () => {
      check(wire(query, headers), 'key');
    };
  };

  test.each(['2026-11-22T12:00:00Z', '2026-11-22T11:45:00Z', '2026-11-22T12:15:00Z'])(
    '%s is fresh at noon, wherever it stands',
    (time) => {
      expect(checked({ Timestamp: time })).not.toThrow();
      expect(checked({}, { 'x-acs-date': time })).not.toThrow();
    },
  );

  test.each([
    ['2026-11-22T11:44:59Z', 'InvalidTimeStamp.Expired'],
    ['2026-11-22T12:15:01Z', 'InvalidTimeStamp.Expired'],
    ['2026-13-45T12:00:00Z', 'InvalidTimeStamp.Expired'],
    ['2026-11-22 12:00:00', 'InvalidTimeStamp.Format'],
    ['', 'InvalidTimeStamp.Format'],
  ])('%j is %s', (time, code) => {
    expect(checked({ Timestamp: time })).toThrow(expect.objectContaining({ code }));
  });

  test('none at all is MissingParameter', () => {
    expect(checked({})).toThrow(expect.objectContaining({ code: 'MissingParameter' }));
  });
});

describe('nonces', () => {
  let clockMs = nowMs;
  const check = freshnessCheck({ timestamps: 'ignored', nonces: 'checked' }, () => clockMs);
  const use = (nonce: string, key = 'key') => {
    return () => {
      check(wire({ SignatureNonce: nonce }), key);
    };
  };
  const used = expect.objectContaining({ code: 'SignatureNonceUsed' }) as Error;

  test('are good once for each key, and again when they are forgotten', () => {
    expect(use('a')).not.toThrow();
    expect(use('a')).toThrow(used);
    expect(use('a', 'other')).not.toThrow();
    clockMs += 14 * minuteMs;
    expect(use('b')).not.toThrow();
    clockMs += 14 * minuteMs;
    expect(use('b')).toThrow(used);
    clockMs += 16 * minuteMs;
    expect(use('a')).not.toThrow();
  });

  test('of the header count as well, and none is MissingParameter', () => {
    const headers = { 'x-acs-signature-nonce': 'c' };
    check(wire({}, headers), 'key');
    expect(use('c')).toThrow(used);
    expect(use('')).toThrow(expect.objectContaining({ code: 'MissingParameter' }));
  });
});

describe('over HTTP', () => {
  const emulator = new Emulator();
  let servers: readonly Served[];
  const start = (freshness: Partial<FreshnessSwitches>): Promise<Served> =>
    serve({
      call: (request) => emulator.call(request),
      secretOf: (id) => emulator.secretOf(id),
      port: 0,
      freshness,
    });

  beforeAll(async () => {
    const checked = { timestamps: 'checked', nonces: 'checked' } as const;
    servers = await Promise.all([start({}), start(checked)]);
  });

  afterAll(() => Promise.all(servers.map((server) => server.close())));

  async function codes(words: Words): Promise<readonly unknown[]> {
    const query = signedForm('GET', { ...system('DescribeSecurityGroups'), ...words });
    const bytes = Buffer.from(`GET /?${query} HTTP/1.1\r\nhost: x\r\n\r\n`);
    const found: unknown[] = [];
    for (const { port } of servers) {
      for (let times = 0; times < 2; times++) {
        const { body } = await send({ port }, bytes);
        found.push(body['Code']);
      }
    }
    return found;
  }

  test('a request that comes twice is refused where nonces are checked', async () => {
    expect(await codes({})).toEqual([undefined, undefined, undefined, 'SignatureNonceUsed']);
  });

  test('an old request is refused where timestamps are checked', async () => {
    const old = await codes({ Timestamp: '2020-01-01T00:00:00Z' });
    const expired = 'InvalidTimeStamp.Expired';
    expect(old).toEqual([undefined, undefined, expired, expired]);
  });
});
