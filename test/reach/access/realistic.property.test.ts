// Goal: what sluice says of interfaces of the size that people have, and of edits of them, is exactly
// true, packet by packet.
// Method: interfaces by seed, in up to three groups of up to 120 rules; packets at the corners of all
// rules and random ones are put to the oracle, which shares nothing with src. A seed that fails is
// printed; SLUICE_SEED=N tries that one alone.
import { expect, test } from 'vitest';
import type { Direction } from '../../../src/model/rule.ts';
import type { TrafficSet } from '../../../src/model/traffic-window.ts';
import { compare } from '../../../src/reach/access/compare.ts';
import type { Decider } from '../../../src/reach/access/contender.ts';
import { decisions } from '../../../src/reach/access/decisions.ts';
import { exposure } from '../../../src/reach/access/exposure.ts';
import { internet } from '../../../src/reach/access/public-addresses.ts';
import { chance } from '../../emulator/wire/random.ts';
import { Oracle, type Packet } from '../../oracle.ts';
import { runs } from '../../runs.ts';
import { complete } from './complete.ts';
import { cornerPackets } from './corner-packets.ts';
import { memberTest, termTest, type SaidSet } from './in-set.ts';
import { knownEntries } from './known-lists.ts';
import { drawChange, peerNames, type Manner, type RealisticChange } from './realistic-groups.ts';
import { wireOf } from './verdicts.ts';
import { winnersOf } from './winners.ts';

interface Played extends RealisticChange {
  readonly seed: number;
  readonly packets: readonly Packet[];
  /** By the number of the packet, whether the oracle lets it through. */
  readonly was: readonly boolean[];
  readonly is: readonly boolean[];
}

const manners: readonly Manner[] = ['tidy', 'tidy', 'tangled'];
const directions: readonly Direction[] = ['ingress', 'ingress', 'egress'];
const only = process.env['SLUICE_SEED'];
const seeds =
  only === undefined ? Array.from({ length: runs(15) }, (_, seed) => seed) : [Number(only)];

test('of real interfaces and edits, all that is said is what the oracle does, packet by packet', () => {
  let [decided, changed, excepted] = [0, 0, 0];
  for (const seed of seeds) {
    const played = play(seed);
    const { was, is } = played;
    expectExposure(played);
    excepted += expectChange(played).length;
    expectDecisions(played);
    decided += was.length + is.length;
    changed += was.filter((isAllowed, index) => isAllowed !== is[index]).length;
    for (const side of [was, is]) {
      expect([...new Set(side)], `SLUICE_SEED=${seed}`).toHaveLength(2);
    }
  }
  if (only !== undefined) return;
  expect(decided).toBeGreaterThan(140_000);
  expect(changed).toBeGreaterThan(3000);
  expect(excepted).toBeGreaterThan(3);
});

function play(seed: number): Played {
  const luck = chance(seed);
  const [manner = 'tidy', direction = 'ingress'] = [
    manners[seed % 3],
    directions[Math.floor(seed / 3) % 3],
  ];
  const change = drawChange({ luck, manner, direction });
  const { before, after } = change;
  const rules = new Set([...before, ...after].flatMap((group) => group.rules));
  const names = [...peerNames, ...before.map(({ name }) => name)];
  const packets = cornerPackets([...rules], { direction, names, luck, random: 4000 });
  const oracle = new Oracle(packets, knownEntries);
  const [was, is] = [before, after].map((groups) => {
    const [type = 'normal'] = groups.map((group) => group.type);
    const found = oracle.decide({ type, groups: groups.map((group) => wireOf(group, true)) });
    return found.map((verdict) => verdict === 'accept');
  });
  return { ...change, seed, packets, was: was ?? [], is: is ?? [] };
}

function expectExposure(played: Played): void {
  const { direction, before, after, packets, was, is } = played;
  const whole = complete(exposure(before, { direction }));
  expectTerms('what is allowed', whole.allowed, { ...played, isWanted: was });
  const within: readonly TrafficSet[] = [
    { direction, protocols: ['tcp'], peers: internet.blocks, peersExcept: internet.except },
    { direction, protocols: ['all'], ports: ['22', '8000-9000'], without: ['app'] },
  ];
  const tests = within.map(memberTest);
  const isWanted = packets.map(
    (packet, index) => is[index] === true && tests.some((isIn) => isIn(packet)),
  );
  const part = complete(exposure(after, { direction, within }));
  expectTerms('what is allowed of a part', part.allowed, { ...played, isWanted });
}

/** The terms that have exceptions. */
function expectChange(played: Played): readonly SaidSet[] {
  const { direction, before, after, was, is } = played;
  const opens = is.map((isAllowed, index) => isAllowed && was[index] === false);
  const closes = is.map((isAllowed, index) => !isAllowed && was[index] === true);
  return [false, true].flatMap((mayExcept) => {
    const { opened, closed } = complete(compare({ before, after }, { direction, mayExcept }));
    expectTerms('what opens', opened, { ...played, isWanted: opens });
    expectTerms('what closes', closed, { ...played, isWanted: closes });
    return [...opened, ...closed].filter(({ but = [] }) => but.length > 0);
  });
}

function expectDecisions(played: Played): void {
  const { direction, after, packets, is, seed } = played;
  const parts = complete(decisions(after, { direction })).decisions.map((decision) => ({
    ...decision,
    tests: decision.traffic.map(termTest),
  }));
  // Who decides takes longer to find out than what is decided.
  const some = packets.filter((_, index) => index % 4 === 0);
  const winners = new Map(
    winnersOf(after, direction, some).map(({ deciders }, index) => [some[index], deciders]),
  );
  for (const [index, packet] of packets.entries()) {
    const own = parts.filter(({ tests }) => tests.some((isIn) => isIn(packet)));
    const policy = is[index] === true ? 'accept' : 'drop';
    const deciders = own.flatMap(({ decidedBy }) => decidedBy);
    const wanted = winners.get(packet);
    const isRight =
      own.length > 0 &&
      own.every((part) => part.policy === policy) &&
      (wanted === undefined || isSameSet(deciders, wanted));
    if (!isRight) fail(seed, 'who decides', packet, { policy, deciders, wanted });
  }
}

function isSameSet(some: readonly Decider[], others: readonly Decider[]): boolean {
  const keys = (deciders: readonly Decider[]) => new Set(deciders.map(deciderKey));
  const [one, other] = [keys(some), keys(others)];
  return one.size === other.size && [...one].every((key) => other.has(key));
}

/** A rule is itself; all else is what it says. */
function deciderKey(decider: Decider): unknown {
  return decider.kind === 'rule' ? decider.rule : JSON.stringify(decider);
}

function expectTerms(
  what: string,
  terms: readonly SaidSet[],
  {
    seed,
    packets,
    isWanted,
  }: Pick<Played, 'seed' | 'packets'> & { readonly isWanted: readonly boolean[] },
): void {
  const tests = terms.map(termTest);
  for (const [index, packet] of packets.entries()) {
    const isFound = tests.some((isIn) => isIn(packet));
    if (isFound !== isWanted[index]) fail(seed, what, packet, { isFound });
  }
}

function fail(seed: number, what: string, packet: Packet, found: unknown): never {
  throw new Error(`SLUICE_SEED=${seed}: ${what}: ${JSON.stringify({ packet, found })}`);
}
