// Goal: the classes of packets are exact. A packet that matches a rule of interest is in the region
// of one class, whose rules are those that match it; and no class is of packets that cannot be.
// Method: random rules of a tiny universe; every packet of it, in every combination of what few of
// the rules that match it ask for, is put to the oracle, which shares nothing with src. The other
// way round, the packets at the corners of each region are put to it. Lists are groups for the oracle.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Direction } from '../../src/model/rule.ts';
import { packetClasses, type Matcher, type Region } from '../../src/reach/packet-classes.ts';
import type { Packet } from '../oracle.ts';
import { packets } from '../planner/packets.ts';
import { accept, drop, named } from '../planner/words.ts';
import { anyMatcher, conditionsOf, everyMembership, isMatched } from './any-matcher.ts';
import { cornersOf, isInRegion, isSound, type Memberships } from './regions.ts';

interface Found {
  readonly matched: readonly number[];
  readonly region: Region;
}

interface Asked {
  readonly matchers: readonly Matcher[];
  readonly direction: Direction;
  readonly ofInterest: (matcher: number) => boolean;
  readonly together: number;
}

const asked: fc.Arbitrary<Asked> = fc
  .record({
    matchers: fc.array(anyMatcher(), { maxLength: 8 }),
    direction: fc.constantFrom<Direction>('ingress', 'ingress', 'egress'),
    interests: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    together: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ interests, ...rest }) => ({ ...rest, ofInterest: (one) => interests[one] === true }));

function classesOf({ matchers, ...options }: Asked): readonly Found[] {
  const found: Found[] = [];
  const visit = (matched: readonly number[], region: () => Region) => {
    found.push({ matched, region: region() });
    return true;
  };
  expect(packetClasses(matchers, { ...options, visit })).toBe(true);
  return found;
}

/** Packets of the universe, and some of protocols that have no name here, or no family. */
const alone: readonly Packet[] = packets
  .filter(({ peerGroups }) => peerGroups.length === 0)
  .flatMap((packet) =>
    packet.protocol === 'udp'
      ? [packet, { ...packet, protocol: 'gre', port: 0 }, portless(packet, '50')]
      : [packet],
  );

function portless(packet: Packet, protocol: string): Packet {
  return { ...packet, protocol: protocol as Packet['protocol'], port: 0 };
}

test('a packet that matches a rule of interest is in one class, with the rules that match it', () => {
  let placed = 0;
  fc.assert(
    fc.property(asked, (question) => {
      const { matchers, direction, ofInterest } = question;
      const classes = classesOf(question);
      for (const packet of alone.filter((one) => one.direction === direction)) {
        for (const memberships of membershipsOf(packet, question)) {
          const expected = matchedBy(packet, memberships, matchers);
          const found = classes
            .filter(({ region }) => isInRegion(region, packet, memberships))
            .map(({ matched }) => matched);
          expect(found).toEqual(expected.some(ofInterest) ? [expected] : []);
          placed += found.length;
        }
      }
    }),
    { numRuns: 250 },
  );
  expect(placed).toBeGreaterThan(5_000);
});

test('every class has packets, and all at its corners match its rules', () => {
  let corners = 0;
  fc.assert(
    fc.property(asked, (question) => {
      for (const { matched, region } of classesOf(question)) {
        const found = cornersOf(region);
        expect(found).not.toEqual([]);
        for (const packet of found.filter(isSound)) {
          expect(isInRegion(region, packet)).toBe(true);
          expect(matchedBy(packet, new Set(region.within), question.matchers)).toEqual(matched);
          corners += 1;
        }
      }
    }),
    { numRuns: 200 },
  );
  expect(corners).toBeGreaterThan(5_000);
});

test('a visit that says stop is the last', () => {
  const everyone = [accept('tcp 80', '0.0.0.0/0'), drop('tcp 443', '0.0.0.0/0')];
  let visits = 0;
  const isComplete = packetClasses(everyone, {
    direction: 'ingress',
    ofInterest: () => true,
    together: 3,
    visit: () => {
      visits += 1;
      return false;
    },
  });
  expect(isComplete).toBe(false);
  expect(visits).toBe(1);
});

test('memberships multiply only so far as rules matter together', () => {
  const rules = Array.from({ length: 12 }, (_, index) => accept('all', named(`group-${index}`)));
  const sizes = [1, 2, 3].map((together) => {
    return classesOf({ matchers: rules, direction: 'ingress', ofInterest: () => true, together })
      .length;
  });
  expect(sizes).toEqual([12, 12 + 66, 12 + 66 + 220]);
});

/** What the rules that can match it ask for, in every choice of few: one of no interest at most. */
function membershipsOf(
  packet: Packet,
  { matchers, ofInterest, together }: Asked,
): readonly Memberships[] {
  const needs = matchers.flatMap((matcher, index) => {
    const conditions = conditionsOf(matcher);
    const isAble = conditions.length > 0 && isMatched(matcher, packet, everyMembership);
    return isAble ? [{ conditions, isWanted: ofInterest(index) }] : [];
  });
  const chosen = needs.reduce<readonly (typeof needs)[]>(
    (all, need) => [...all, ...all.map((some) => [...some, need])],
    [[]],
  );
  return chosen
    .filter((some) => some.length <= together)
    .filter((some) => some.filter(({ isWanted }) => !isWanted).length <= 1)
    .map((some) => new Set(some.flatMap(({ conditions }) => conditions)));
}

function matchedBy(
  packet: Packet,
  memberships: Memberships,
  matchers: readonly Matcher[],
): readonly number[] {
  return matchers.flatMap((matcher, index) =>
    isMatched(matcher, packet, memberships) ? [index] : [],
  );
}
