// Goal: every error code that the documents list for an operation is given by it, with its status,
// or there is a reason why not.
// Method: the codes are written down as data (documented-codes.ts); the cases run over HTTP with the
// official client; a last test demands a case or a reason for each code, and a code for each of them.

import Rpc from '@alicloud/pop-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Emulator } from '../../../src/emulator/emulator.ts';
import { serve } from '../../../src/emulator/http/server.ts';
import { commonCases } from './common-cases.ts';
import { documentedCodes, operations } from './documented-codes.ts';
import { groupCases } from './group-cases.ts';
import { memberCases } from './member-cases.ts';
import { ruleCases } from './rule-cases.ts';
import { needlessReasons, reasonFor } from './unreachable-codes.ts';
import { everything, region, startWorld } from './world.ts';
import type { Documented } from './documented-codes.ts';
import type { World } from './world.ts';

const cases = [...commonCases, ...groupCases, ...memberCases, ...ruleCases];

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe.each(operations)('%s answers', (operation) => {
  const own = cases.filter((entry) => entry.operation === operation);
  test.each(own)('$answer ($ask)', async (entry) => {
    const { answer, ask, options, arrange } = entry;
    const emulator = world.fresh(options);
    arrange?.(emulator);
    const before = emulator.snapshot();
    const { status, code, body } = await world.call(operation, ask, entry);
    expect(`${status} ${code}`).toBe(answer);
    expect(Object.keys(body)).toEqual(
      expect.arrayContaining(['RequestId', 'HostId', 'Code', 'Message', 'Recommend']),
    );
    expect(emulator.snapshot()).toEqual(before);
  });
});

/** The clients of today always send the time of today; this one can be told another. */
const stale = '400 InvalidTimeStamp.Expired';

test.each(operations)(`%s answers ${stale}`, async (operation) => {
  const emulator = new Emulator().load(everything);
  const server = await serve({
    call: (request) => emulator.call(request),
    secretOf: (id) => emulator.secretOf(id),
    port: 0,
    freshness: { timestamps: 'checked' },
  });
  const client = new Rpc({
    accessKeyId: 'emulator',
    accessKeySecret: 'emulator',
    endpoint: server.url,
    apiVersion: '2014-05-26',
  });
  const asked = { RegionId: region, SecurityGroupId: 'sg-web', Timestamp: '2020-01-01T00:00:00Z' };
  await expect(client.request(operation, asked)).rejects.toMatchObject({
    code: 'InvalidTimeStamp.Expired',
    entry: { response: { statusCode: 400 } },
  });
  await server.close();
});

const reached = new Set([
  ...cases.map(({ operation, answer }) => `${operation} ${answer}`),
  ...operations.map((operation) => `${operation} ${stale}`),
]);
const documented = operations.flatMap((operation) =>
  documentedCodes(operation).map((answer): [Documented, string] => [operation, answer]),
);

describe('the table', () => {
  test.each(operations)('of %s is complete: each code has a case or a reason', (operation) => {
    const open = documentedCodes(operation).filter(
      (answer) =>
        !reached.has(`${operation} ${answer}`) && reasonFor(operation, answer) === undefined,
    );
    expect(open).toEqual([]);
  });

  test('has no case that the documents know nothing of', () => {
    const known = new Set(documented.map(([operation, answer]) => `${operation} ${answer}`));
    expect([...reached].filter((answer) => !known.has(answer))).toEqual([]);
  });

  test('has no reason for a code that is reached or not documented', () => {
    const both = documented.filter(
      ([operation, answer]) =>
        reached.has(`${operation} ${answer}`) && reasonFor(operation, answer) !== undefined,
    );
    expect(both).toEqual([]);
    expect(needlessReasons(documented)).toEqual([]);
  });

  test('is not empty, so that all of this says something', () => {
    expect(documented.length).toBeGreaterThan(450);
    expect(reached.size).toBeGreaterThan(350);
  });
});
