// Goal: a glob means what a regular expression would say, and takes no time to speak of.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { globTest } from '../../src/model/ignore.ts';

const word = (letters: string) =>
  fc.array(fc.constantFrom(...Array.from(letters)), { maxLength: 8 }).map((all) => all.join(''));

test('a glob matches what its regular expression matches', () => {
  let matched = 0;
  fc.assert(
    fc.property(word('ab.🚀'), word('ab.🚀**?'), (text, glob) => {
      const parts = glob.replaceAll('.', String.raw`\.`);
      const expected = new RegExp(`^${parts.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su');
      expect(globTest([glob])(text)).toBe(expected.test(text));
      matched += Number(expected.test(text));
    }),
    { numRuns: 5000 },
  );
  expect(matched).toBeGreaterThan(200);
});

test('one of several globs is enough, and none matches nothing', () => {
  expect(globTest(['k8s-*', 'slb?'])('slb1')).toBe(true);
  expect(globTest(['k8s-*', 'slb?'])('slb12')).toBe(false);
  expect(globTest([])('')).toBe(false);
  expect(globTest([''])('')).toBe(true);
});

test('many stars on a long text end', () => {
  expect(globTest([`${'*a'.repeat(200)}b`])('a'.repeat(512))).toBe(false);
});
