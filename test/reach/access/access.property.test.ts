// Goal: what sluice says of the traffic of an interface, and of a change to it, is exactly true.
// Method: random groups of a tiny universe; every packet of it is put to the oracle, which shares
// nothing with src, and must be in the terms exactly where the oracle says so.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Direction } from '../../../src/model/rule.ts';
import type { TrafficSet } from '../../../src/model/traffic-window.ts';
import { compare } from '../../../src/reach/access/compare.ts';
import type { AccessGroup, Decider } from '../../../src/reach/access/contender.ts';
import { decisions } from '../../../src/reach/access/decisions.ts';
import { exposure } from '../../../src/reach/access/exposure.ts';
import { witness } from '../../../src/reach/access/witness.ts';
import type { Packet } from '../../oracle.ts';
import { runs } from '../../runs.ts';
import { anyChange, anyInterface } from './any-groups.ts';
import { anyRegion } from './any-region.ts';
import { complete } from './complete.ts';
import { expectExactly, membersOf } from './expect-exactly.ts';
import { memberTest, termTest } from './in-set.ts';
import { packetsOf } from './packets.ts';
import { verdicts } from './verdicts.ts';
import { winnersOf } from './winners.ts';

interface Asked {
  readonly direction: Direction;
  readonly groups: readonly AccessGroup[];
  readonly within: readonly TrafficSet[];
}

const asked: fc.Arbitrary<Asked> = fc
  .constantFrom<Direction>('ingress', 'ingress', 'egress')
  .chain((direction) =>
    fc.record({
      direction: fc.constant(direction),
      groups: anyInterface(direction, { rulesMax: 9 }),
      within: fc.array(anyRegion(direction), { minLength: 1, maxLength: 2 }),
    }),
  );

test('the terms of an exposure hold exactly the packets that get through', () => {
  const property = fc.property(asked, ({ direction, groups, within }) => {
    const allowed = verdicts(groups, direction);
    const whole = complete(exposure(groups, { direction }));
    expectExactly(direction, { terms: whole.allowed, isWanted: allowed });
    const isAsked = membersOf(
      direction,
      within.map((traffic) => ({ traffic })),
    );
    const part = complete(exposure(groups, { direction, within }));
    expectExactly(direction, {
      terms: part.allowed,
      isWanted: allowed.map((isAllowed, index) => isAllowed && isAsked[index] === true),
    });
  });
  fc.assert(property, { numRuns: runs(400) });
});

test('what a change opens and closes is exactly what is decided otherwise, and by whom', () => {
  const property = fc.property(anyChange({ rulesMax: 9 }), fc.boolean(), (any, mayExcept) => {
    const { direction, before, after } = any;
    const change = complete(compare({ before, after }, { direction, mayExcept }));
    const [was, is] = [verdicts(before, direction), verdicts(after, direction)];
    expectExactly(direction, {
      terms: change.opened,
      isWanted: is.map((isAllowed, index) => isAllowed && was[index] === false),
    });
    expectExactly(direction, {
      terms: change.closed,
      isWanted: is.map((isAllowed, index) => !isAllowed && was[index] === true),
    });
    const [winnersBefore, winnersAfter] = [before, after].map((one) => winnersOf(one, direction));
    for (const term of [...change.opened, ...change.closed]) {
      // No term is of packets alone that cannot be, such as those with ends of two families.
      expect(witness(term.traffic)).toBeDefined();
      const isIn = termTest(term);
      for (const [index, packet] of packetsOf[direction].entries()) {
        if (index % 3 !== 0 || !isIn(packet)) continue;
        expectAmong(term.decidedBefore, winnersBefore?.[index]?.deciders);
        expectAmong(term.decidedAfter, winnersAfter?.[index]?.deciders);
      }
    }
    const differs = winnersBefore?.some(({ rank }, index) => rank !== winnersAfter?.[index]?.rank);
    if (change.hasSameRanks) expect(differs).toBe(false);
  });
  fc.assert(property, { numRuns: runs(400) });
});

test('each packet is decided by its winners, and overrules what else matches it', () => {
  const property = fc.property(asked, ({ direction, groups, within }) => {
    const found = complete(decisions(groups, { direction, within })).decisions.map((decision) => ({
      ...decision,
      tests: decision.traffic.map(termTest),
    }));
    const winners = winnersOf(groups, direction);
    const isAsked = membersOf(
      direction,
      within.map((traffic) => ({ traffic })),
    );
    for (const [index, packet] of packetsOf[direction].entries()) {
      const parts = found.filter(({ tests }) => tests.some((isIn) => isIn(packet)));
      const deciders = parts.flatMap(({ decidedBy }) => decidedBy);
      const wanted = isAsked[index] === true ? (winners[index]?.deciders ?? []) : [];
      const isRight =
        wanted.every((winner) => deciders.some((one) => isSame(one, winner))) &&
        deciders.every((one) => wanted.some((winner) => isSame(one, winner)));
      if (!isRight) expect({ packet, deciders }).toEqual({ packet, deciders: wanted });
    }
  });
  fc.assert(property, { numRuns: runs(200) });
});

test('a witness is in its set, and there is one where there is any packet', () => {
  const property = fc.property(anyRegion('ingress'), (set) => {
    const found = witness(set);
    const isIn = memberTest(set);
    if (found === undefined) expect(packetsOf.ingress.filter(isIn)).toEqual([]);
    else expect(isIn(toPacket(found))).toBe(true);
  });
  fc.assert(property, { numRuns: runs(1000) });
});

function toPacket(found: NonNullable<ReturnType<typeof witness>>): Packet {
  const { direction, protocol, port = 0, sourcePort = 0, peer, within } = found;
  const local = found.local ?? (peer.includes(':') ? '2001:db8:9::1' : '192.168.0.1');
  return {
    ...{ direction, port, sourcePort, peer, local },
    protocol: protocol as Packet['protocol'],
    peerGroups: within,
  };
}

function expectAmong(blamed: readonly Decider[], winners: readonly Decider[] = []): void {
  for (const winner of winners) {
    if (!blamed.some((one) => isSame(one, winner))) expect(blamed).toContainEqual(winner);
  }
}

function isSame(one: Decider, other: Decider): boolean {
  switch (one.kind) {
    case 'rule':
      return other.kind === 'rule' && one.rule === other.rule;
    case 'innerAccessPolicy':
      return other.kind === 'innerAccessPolicy' && one.group === other.group;
    case 'default':
      return other.kind === 'default' && one.policy === other.policy;
  }
}
