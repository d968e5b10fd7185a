// Goal: when a rule expires is for checks alone: no plan knows of it.
import { expect, test } from 'vitest';
import { accept, group, plannedFor } from './words.ts';

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
