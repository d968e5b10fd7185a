// Goal: a block on the address line is the addresses that it holds, in pieces that no block cuts.
// Method: random blocks of both families, drawn near each other and at the ends of the line; where
// they begin and end is worked out on the text by itself.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskCidr, type Cidr } from '../../src/model/cidr.ts';
import { addressLine, ipv4End } from '../../src/reach/address-line.ts';
import { placeOf } from './regions.ts';

const block: fc.Arbitrary<Cidr> = fc
  .oneof(
    fc.record({
      address: fc.constantFrom('0.0.0.0', '10.0.0.0', '10.0.0.3', '255.255.255.255', '128.0.0.0'),
      length: fc.oneof(fc.integer({ min: 28, max: 32 }), fc.integer({ min: 0, max: 2 })),
    }),
    fc.record({
      address: fc.constantFrom('::', '2001:db8::', '2001:db8::ff', 'ffff:ffff::', '::ffff:0:0'),
      length: fc.oneof(fc.integer({ min: 120, max: 128 }), fc.integer({ min: 0, max: 96 })),
    }),
  )
  .map(({ address, length }) => maskCidr(`${address}/${length}`) ?? ('' as Cidr));

/** The first address of a block, and the first one after it. */
function limitsOf(cidr: Cidr): readonly [bigint, bigint] {
  const [address = '', length] = cidr.split('/');
  const bits = address.includes(':') ? 128 : 32;
  return [placeOf(address), placeOf(address) + 2n ** BigInt(bits - Number(length))];
}

test('a block has the bounds that its text says', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
      const line = addressLine(blocks);
      for (const cidr of blocks) expect(line.bounds(line.spanOf(cidr))).toEqual(limitsOf(cidr));
    }),
  );
});

test('no block cuts a piece, and blocks that share addresses share pieces', () => {
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 6 }), (blocks) => {
      const line = addressLine(blocks);
      for (const one of blocks) {
        const span = line.spanOf(one);
        for (let piece = span.first; piece <= span.last; piece++) {
          const [first, end] = line.bounds({ first: piece, last: piece });
          for (const other of blocks) {
            const [from, to] = limitsOf(other);
            const isHeld = from <= first && end <= to;
            expect(isHeld || to <= first || end <= from).toBe(true);
            const { first: low, last: high } = line.spanOf(other);
            expect(low <= piece && piece <= high).toBe(isHeld);
          }
        }
      }
    }),
  );
});

test('the families fill the line and share nothing, whatever the blocks', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
      const line = addressLine(blocks);
      const [ipv4, ipv6] = [line.familySpan('ipv4'), line.familySpan('ipv6')];
      expect(line.bounds(ipv4)).toEqual([0n, 2n ** 32n]);
      expect(line.bounds(ipv6)).toEqual([ipv4End, 2n ** 32n + 2n ** 128n]);
      expect(ipv6.first).toBe(ipv4.last + 1);
      for (const cidr of blocks) {
        const { first, last } = line.spanOf(cidr);
        const family = cidr.includes(':') ? ipv6 : ipv4;
        expect(family.first <= first && last <= family.last).toBe(true);
      }
    }),
  );
});
