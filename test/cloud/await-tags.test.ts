// Goal: a tag that was written is waited for, as long as patience lasts and no longer.
import { expect, test } from 'vitest';
import { awaitTags } from '../../src/cloud/await-tags.ts';
import type { Transport } from '../../src/cloud/transport.ts';
import { patience, valueOf, worldOf } from '../planner/in-process.ts';
import { seededId } from '../planner/names.ts';
import { seed } from '../planner/words.ts';

const id = seededId('web');
const isSeen = (tags: Readonly<Record<string, string>>) => tags['team'] === 'x';

/** A list that shows the tag only from its n-th reading on. */
function laggingUntil(reading: number): { readonly send: Transport; readonly reads: () => number } {
  const { emulator, send } = worldOf([seed('web')]);
  let reads = 0;
  const lagging: Transport = (call) => {
    reads += 1;
    if (reads === reading) emulator.put(seed('web', [], { tags: { team: 'x' } }));
    return send(call);
  };
  return { send: lagging, reads: () => reads };
}

test.each([
  ['at once', 1, 0, true, 1],
  ['not, without patience', 2, 0, false, 1],
  ['later', 3, 1000, true, 3],
  // After 0, 100, 300, 700 ms; the next would be after the deadline.
  ['too late', 5, 1000, false, 4],
])('tags are seen %s', async (_, reading, patienceMs, value, reads) => {
  const lagging = laggingUntil(reading);
  const seen = await awaitTags(lagging.send, { id, isSeen }, patience({ patienceMs }));
  expect(valueOf(seen)).toBe(value);
  expect(lagging.reads()).toBe(reads);
});

test('a list that cannot be read is said to be', async () => {
  const broken: Transport = () => {
    const failure = { kind: 'lost', code: 'x', message: 'x', status: undefined } as const;
    const reply = { ...failure, requestId: undefined, retryAfterMs: undefined };
    return Promise.resolve({ ok: false, failure: reply, attempts: 1 });
  };
  expect(await awaitTags(broken, { id, isSeen }, patience())).toMatchObject({ ok: false });
});

test('a group that is gone is never seen', async () => {
  const { send } = worldOf([]);
  expect(valueOf(await awaitTags(send, { id, isSeen }, patience()))).toBe(false);
});
