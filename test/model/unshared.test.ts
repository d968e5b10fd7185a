import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unshared } from '../../src/model/unshared.ts';

const things = Array.from({ length: 8 }, (_, number) => ({ number }));

test('is what a look at each thing finds, in whatever order', () => {
  const list = fc.shuffledSubarray(things, { minLength: 0 });
  fc.assert(
    fc.property(list, list, (left, right) => {
      expect(unshared(left, right)).toEqual({
        leftOnly: left.filter((thing) => !right.includes(thing)),
        rightOnly: right.filter((thing) => !left.includes(thing)),
      });
    }),
    { numRuns: 2000 },
  );
});
