// Goal: the proof objects exactly where some packet would be surprised: never to a plan as it is
// made, and to a plan that was spoiled whenever brute force finds fault with it.
// Method: plans for random states of a tiny universe, whose interfaces are known or not, each spoiled
// in one place in every way that it allows. Brute force puts every packet at parts of every wave to
// the oracle, which shares nothing with src. What it sees, the proof must report: in that wave, with
// that effect, in a region that holds that packet. The other way round, the oracle must confirm what
// the proof reports, for packets at the corners of the region: as the interface is, or with one rule
// more on it. A spoiled plan ends elsewhere, so both ends are its own.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { proveTraffic, type TrafficFault } from '../../src/proof/prove-traffic.ts';
import type { Step } from '../../src/model/step.ts';
import type { Packet } from '../oracle.ts';
import { groupNames, othersId, seededId } from '../planner/names.ts';
import { scenarios } from '../planner/universe.ts';
import { cornersOf, isInRegion, isSound } from '../reach/regions.ts';
import { canSurprise, contextOf, endOf, surprisesDuring, type Seen } from './brute-force.ts';
import { makePlan, sharing, type MadePlan } from './made-plans.ts';
import {
  addVisitor,
  dropCall,
  flipPolicy,
  flipPriority,
  mergeWaves,
  moveOne,
  reversePhases,
  splitWave,
  swapWaves,
  takeModifyApart,
  type Draw,
  type Mutation,
} from './mutations.ts';

const spoiling: Readonly<Record<string, Mutation>> = {
  'two waves swapped': swapWaves,
  'the phases reversed': reversePhases,
  'two waves merged': mergeWaves,
  'one rule in another wave': moveOne,
  'authorize and revoke instead of modify': takeModifyApart,
  'a rule for a while': addVisitor,
};

/** These need rules that meet others that come, so they get plans in which all rules are new. */
const flipping: Readonly<Record<string, Mutation>> = {
  'another priority': flipPriority,
  'the other policy': flipPolicy,
};

/** So many waves, and a plan has layers that can be spoiled. */
const wavesMin = 3;
const numbers = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });
/** Faulty plans of a kind. */
const enough = 30;
const budget = { looksMax: 100_000, faultsMax: 10_000 };

test('the proof objects to no plan as it is made, and to spoiled ones as brute force does', async () => {
  const faulty = new Tally();
  let classes = 0;
  await fc.assert(
    fc.asyncProperty(
      scenarios({ twins: true }),
      sharing(),
      numbers,
      async (scenario, shared, drawn) => {
        const plan = await makePlan(scenario, shared);
        const { steps, groups, meetings } = plan;
        const asMade = proveTraffic(groups, steps, { meetings, budget });
        expect(asMade).toMatchObject({ faults: [], isComplete: true });
        classes += asMade.classes;
        if (new Set(steps.map(({ wave }) => wave)).size < wavesMin) return;
        expect(isFaulty(splitWave(steps, drawing(drawn)), plan, drawn)).toBe(false);
        // Rules that come or go in order do so without one of them, too; so this may hurt or not.
        isFaulty(dropCall(steps, drawing(drawn)), plan, drawn);
        for (const [kind, mutation] of faulty.rare(spoiling)) {
          if (isFaulty(mutation(steps, drawing(drawn)), plan, drawn)) faulty.add(kind);
        }
      },
    ),
    { numRuns: 240 },
  );
  expect(classes).toBeGreaterThan(1000);
  faulty.expectMany(Object.keys(spoiling));
});

test('the proof objects to a rule whose priority or policy is another, as brute force does', async () => {
  const faulty = new Tally();
  await fc.assert(
    fc.asyncProperty(
      scenarios({ twins: true }),
      sharing(),
      numbers,
      async ({ seeds, ...scenario }, shared, drawn) => {
        const bare = seeds.map((seed) => (seed.id === othersId ? seed : { ...seed, rules: [] }));
        const plan = await makePlan({ ...scenario, seeds: bare }, shared);
        for (const [kind, mutation] of faulty.rare(flipping)) {
          if (isFaulty(mutation(plan.steps, drawing(drawn)), plan, drawn)) faulty.add(kind);
        }
      },
    ),
    { numRuns: 360 },
  );
  faulty.expectMany(Object.keys(flipping));
});

/** How many plans of each kind were faulty: a test in which none is, says nothing. */
class Tally {
  readonly #times = new Map<string, number>();

  /** Those of which there were not enough yet. */
  rare(
    kinds: Readonly<Record<string, Mutation>>,
  ): readonly (readonly [kind: string, mutation: Mutation])[] {
    return Object.entries(kinds).filter(([kind]) => (this.#times.get(kind) ?? 0) < enough);
  }

  add(kind: string): void {
    this.#times.set(kind, (this.#times.get(kind) ?? 0) + 1);
  }

  expectMany(kinds: readonly string[]): void {
    for (const kind of kinds) expect(this.#times.get(kind) ?? 0, kind).toBeGreaterThan(5);
  }
}

/** Whether the proof and brute force find fault with the steps: they must agree about that. */
function isFaulty(
  steps: readonly Step[] | undefined,
  plan: MadePlan,
  drawn: readonly number[],
): boolean {
  if (steps === undefined || endOf(plan.before, steps) === undefined) return false;
  const { groups, meetings } = plan;
  const { faults, isComplete } = proveTraffic(groups, steps, { meetings, budget });
  expect(isComplete).toBe(true);
  const seen = surprisesDuring(steps, { ...plan, drawn });
  const missed = seen.filter((one) => !isReported(one, faults));
  expect(missed.slice(0, 2), 'seen by brute force, not by the proof').toEqual([]);
  const unfounded = distinct(faults).filter((fault) => !isConfirmed(fault, steps, plan));
  expect(unfounded.slice(0, 2), 'reported by the proof, not seen').toEqual([]);
  return faults.length > 0;
}

/** In a region that holds the packet, or would if it were in fewer groups: not all of them matter. */
function isReported({ packet, nic, wave, effect }: Seen, faults: readonly TrafficFault[]): boolean {
  const isAlone = !nic.ids.includes(othersId);
  const memberships = new Set(packet.peerGroups.map((id) => namesById.get(id) ?? id));
  return faults.some(
    (fault) =>
      fault.wave === wave &&
      fault.effect === effect &&
      (!isAlone || fault.when === 'always') &&
      fault.groups.every((name) => nic.ids.includes(seededId(name))) &&
      fault.region.within.every((name) => memberships.has(name)) &&
      isInRegion(fault.region, packet, new Set(fault.region.within)),
  );
}

/** Whether packets at two corners of the region are surprised, on an interface with these groups. */
function isConfirmed(
  { wave, effect, when, groups, region }: TrafficFault,
  steps: readonly Step[],
  plan: MadePlan,
): boolean {
  const type = groups.some((name) => plan.groups.get(name)?.type === 'enterprise')
    ? 'enterprise'
    : 'normal';
  const nic = { type, ids: groups.map(seededId) } as const;
  const corners = cornersOf(region).filter(isSound);
  const chosen = [...corners.slice(0, 1), ...corners.slice(-1)];
  return chosen.every((corner) => {
    const peerGroups = region.within.map((name) => idsByName.get(name) ?? name);
    const packet = { ...corner, peerGroups };
    const contexts = when === 'always' ? [[]] : contextsOf(packet);
    return canSurprise({ packet, nic, wave, effect }, steps, { ...plan, contexts });
  });
}

/** The priorities of the universe, those that are drawn for spoiled plans, and those next to them. */
const priorities = [1, 2, 3, 4, 5, 49, 50, 51, 54, 55, 100, 101, 110, 111];

function contextsOf(packet: Packet) {
  return (['Accept', 'Drop'] as const).flatMap((policy) =>
    priorities.map((priority) => [contextOf(packet, policy, priority)]),
  );
}

/** One of each kind: there may be very many. */
function distinct(faults: readonly TrafficFault[]): readonly TrafficFault[] {
  const byKind = faults.map(
    (fault) => [`${fault.effect} ${fault.when} ${fault.wave}`, fault] as const,
  );
  return [...new Map(byKind).values()];
}

const idsByName = new Map<string, string>(groupNames.map((name) => [name, seededId(name)]));
const namesById = new Map<string, string>(groupNames.map((name) => [seededId(name), name]));

/** The numbers one after the other, and again from the first. */
function drawing(drawn: readonly number[]): Draw {
  let next = 0;
  return (bound) => {
    const number = drawn[next % drawn.length] ?? 0;
    next += 1;
    return number % bound;
  };
}
