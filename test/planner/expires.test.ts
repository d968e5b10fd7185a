// Goal: a plan says nothing of when rules expire; those that have expired it revokes.
import { expect, test } from 'vitest';
import { planFrom, worldOf } from './in-process.ts';
import { accept, gone, group, outline, plannedFor, seed, wanted } from './words.ts';

test('a rule that expires is planned like one that does not', async () => {
  const rule = accept('tcp 8443', '203.0.113.7/32', { description: 'For a day' });
  const expires = { text: '2026-11-26', endMs: Date.UTC(2026, 10, 27) };
  const [forEver, forADay] = await Promise.all(
    [rule, { ...rule, expires }].map((one) => plannedFor([group('web', { ingress: [one] })], [])),
  );
  expect(forADay?.steps.length).toBeGreaterThan(0);
  expect(forADay?.steps).toEqual(forEver?.steps);
  expect(JSON.stringify(forADay)).not.toContain('expires');
});

test('a plan for what has expired revokes that and does nothing else', async () => {
  const [kept, over] = [accept('tcp 443', '0.0.0.0/0'), accept('tcp 22', '203.0.113.7/32')];
  const foreign = accept('tcp 25', '198.51.100.0/24');
  const web = group('web', {
    description: 'Another text',
    ingress: [{ ...kept, priority: 5 }, accept('udp 53', '10.0.0.0/8')],
    expired: [over],
  });
  const groups = [web, group('fresh', { expired: [over], ingress: [] }), gone('old')];
  const live = [
    seed('web', [kept, over, { ...over, priority: 9 }, foreign]),
    seed('old', [over]),
    seed('orphan', [over]),
  ];
  const made = await planFrom({ ...wanted(...groups), only: 'expired' }, worldOf(live).send);
  expect(outline(made)).toEqual([
    '0 web revoke ingress: accept tcp 22 203.0.113.7/32 @1, accept tcp 22 203.0.113.7/32 @9',
  ]);
  const again = await planFrom(
    { ...wanted(...groups), only: 'expired' },
    worldOf([seed('web', [kept, foreign])]).send,
  );
  expect(again.steps).toEqual([]);
});

test('with all that is written, what has expired goes too', async () => {
  const [kept, over] = [accept('tcp 443', '0.0.0.0/0'), accept('tcp 22', '203.0.113.7/32')];
  const web = group('web', { ingress: [kept], expired: [over] });
  expect(outline(await plannedFor([web], [seed('web', [kept, over])]))).toEqual([
    '0 web revoke ingress: accept tcp 22 203.0.113.7/32 @1',
  ]);
});
