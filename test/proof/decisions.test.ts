// Goal: what can decide a class of packets while a plan runs is found exactly, for all states of a
// wave at once and for all that else may be on the interface (Lemmas 3 and 4).
// Method: random ranks that stay, come, go, are turned into others, or are there only for a while,
// in random waves. Brute force runs through every subset of the operations of each wave, and through
// every set of up to two other rules, each at every rank.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GroupName } from '../../src/model/group-identity.ts';
import { mayTurnBack, surprisesAt, type DefaultRank } from '../../src/proof/decisions.ts';
import type { Operation, Presence } from '../../src/proof/timeline.ts';

interface Instance {
  readonly present: readonly Presence[];
  readonly operations: readonly Operation[];
  readonly fallback: DefaultRank;
}

/** A rule of a sketch: where it begins and where it ends, if it does. */
interface Life {
  readonly rank: number;
  readonly kind: 'stays' | 'comes' | 'goes' | 'visits' | 'turns' | 'turnsTwice';
  readonly wave: number;
  /** The wave in which a visitor goes, and in which what was turned turns again. */
  readonly until: number;
  /** What it turns into; undefined where that does not match these packets. */
  readonly into: number | undefined;
  readonly last: number;
  /** Whether it matches these packets before it turns into what does. */
  readonly isHere: boolean;
}

const rankMax = 9;
const rank = fc.integer({ min: 1, max: rankMax });

const life: fc.Arbitrary<Life> = fc.record({
  rank,
  kind: fc.constantFrom(
    'stays',
    'comes',
    'comes',
    'goes',
    'goes',
    'visits',
    'turns',
    'turns',
    'turnsTwice',
  ),
  wave: fc.integer({ min: 0, max: 2 }),
  until: fc.integer({ min: 0, max: 3 }),
  into: fc.option(rank, { nil: undefined, freq: 4 }),
  last: rank,
  isHere: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
});

const instance: fc.Arbitrary<Instance> = fc
  .tuple(fc.array(life, { minLength: 1, maxLength: 5 }), fc.constantFrom(1000, 1001))
  .map(([lives, fallback]) => {
    const parts = lives.map(partsOf);
    return {
      present: parts.flatMap(({ present }) => present),
      operations: parts.flatMap(({ operations }) => operations),
      fallback,
    };
  });

function partsOf({
  rank,
  kind,
  wave,
  until,
  into,
  last,
  isHere,
}: Life): Omit<Instance, 'fallback'> {
  const at = { wave, step: wave };
  switch (kind) {
    case 'stays':
      return { present: [presence(rank, true, true)], operations: [] };
    case 'comes': {
      const gives = presence(rank, false, true);
      return { present: [gives], operations: [{ ...at, takes: undefined, gives }] };
    }
    case 'goes': {
      const takes = presence(rank, true, false);
      return { present: [takes], operations: [{ ...at, takes, gives: undefined }] };
    }
    case 'visits': {
      const visitor = presence(rank, false, false);
      const leaving = Math.max(wave, until);
      return {
        present: [visitor],
        operations: [
          { ...at, takes: undefined, gives: visitor },
          { wave: leaving, step: leaving, takes: visitor, gives: undefined },
        ],
      };
    }
    case 'turnsTwice': {
      const [start, end] = [presence(rank, true, false), presence(last, false, true)];
      const between = presence(into ?? rank, false, false);
      const later = Math.max(wave, until);
      return {
        present: [...(isHere ? [start, end] : []), ...(into === undefined ? [] : [between])],
        operations: [
          { ...at, takes: start, gives: between },
          { wave: later, step: later, takes: between, gives: end },
        ],
      };
    }
    case 'turns': {
      const takes = presence(rank, true, false);
      const gives = presence(into ?? rank, false, true);
      return {
        present: [...(isHere ? [takes] : []), ...(into === undefined ? [] : [gives])],
        operations: [{ ...at, takes, gives }],
      };
    }
  }
}

function presence(rank: number, isBefore: boolean, isAfter: boolean): Presence {
  const policy = rank % 2 === 1 ? 'accept' : 'drop';
  return { group, matcher: { inside: group }, rank, policy, isBefore, isAfter };
}

const group = 'web' as GroupName;

const contexts: readonly (readonly number[])[] = subsetsUpToTwo(
  Array.from({ length: rankMax + 3 }, (_, index) => index + 1),
);

/** Wave and effect of every state that decides otherwise than both ends, in such contexts. */
function bruteForce(instance: Instance, contexts: readonly (readonly number[])[]): Set<string> {
  const { present, operations } = instance;
  const here = new Set<Presence | undefined>(present);
  const waves = [...new Set(operations.map(({ wave }) => wave))].toSorted((a, b) => a - b);
  const found = new Set<string>();
  const before = present.filter(({ isBefore }) => isBefore);
  const after = present.filter(({ isAfter }) => isAfter);
  let inForce: readonly Presence[] = before;
  for (const wave of waves) {
    const ofWave = operations.filter((operation) => operation.wave === wave);
    for (const subset of subsetsOf(ofWave)) {
      const state = withEffect(inForce, subset, here);
      if (state === undefined) continue;
      for (const context of contexts) {
        const [start, now, end] = [before, state, after].map((rules) =>
          decide([...rules.map((one) => one.rank), ...context, instance.fallback]),
        );
        if (start === end && now !== start) found.add(`${wave} ${now === true ? 'open' : 'cut'}`);
      }
    }
    inForce = withEffect(inForce, ofWave, here) ?? [];
  }
  return found;
}

/** Undefined where something is to go that has not come yet: no such state can be seen. */
function withEffect(
  inForce: readonly Presence[],
  operations: readonly Operation[],
  here: ReadonlySet<Presence | undefined>,
): readonly Presence[] | undefined {
  const state = [...inForce];
  for (const { takes, gives } of operations) {
    if (takes !== undefined && here.has(takes)) {
      const index = state.indexOf(takes);
      if (index === -1) return undefined;
      state.splice(index, 1);
    }
    if (gives !== undefined && here.has(gives)) state.push(gives);
  }
  return state;
}

/** The smallest rank decides, and odd ranks accept. */
function decide(ranks: readonly number[]): boolean {
  return Math.min(...ranks) % 2 === 1;
}

function subsetsOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: 2 ** items.length }, (_, bits) =>
    items.filter((_item, index) => (bits >> index) & 1),
  );
}

function subsetsUpToTwo(items: readonly number[]): readonly (readonly number[])[] {
  const pairs = items.flatMap((one, index) => items.slice(index).map((other) => [one, other]));
  return [[], ...pairs];
}

test('a surprise is found in a wave exactly where some state of it decides otherwise', () => {
  const met = { none: 0, always: 0, inCombination: 0 };
  fc.assert(
    fc.property(instance, (drawn) => {
      const found = surprisesAt(drawn.present, drawn.operations, drawn.fallback);
      const texts = (when: readonly string[]) =>
        new Set(
          found.flatMap((one) => (when.includes(one.when) ? `${one.wave} ${one.effect}` : [])),
        );
      const always = bruteForce(drawn, [[]]);
      const ever = bruteForce(drawn, contexts);
      expect(texts(['always'])).toEqual(always);
      expect(texts(['always', 'inCombination'])).toEqual(ever);
      met[always.size > 0 ? 'always' : ever.size > 0 ? 'inCombination' : 'none'] += 1;
    }),
    { numRuns: 2000 },
  );
  for (const times of Object.values(met)) expect(times).toBeGreaterThan(100);
});

test('a packet may turn back exactly where some order of the operations changes it twice', () => {
  const met = { once: 0, twice: 0 };
  fc.assert(
    fc.property(instance, (drawn) => {
      const changes = mostChanges(drawn);
      const [before, after] = [true, false].map((isBefore) => {
        const rules = drawn.present.filter((one) => (isBefore ? one.isBefore : one.isAfter));
        return decide([...rules.map((one) => one.rank), drawn.fallback]);
      });
      const isTwice = changes > Number(before !== after);
      expect(mayTurnBack(drawn.present, drawn.operations, drawn.fallback)).toBe(isTwice);
      met[isTwice ? 'twice' : 'once'] += 1;
    }),
    { numRuns: 1000 },
  );
  for (const times of Object.values(met)) expect(times).toBeGreaterThan(100);
});

/** How often the decision changes at most, in any order in which operations of a wave are seen. */
function mostChanges({ present, operations, fallback }: Instance): number {
  const here = new Set<Presence | undefined>(present);
  const waves = [...new Set(operations.map(({ wave }) => wave))].toSorted((a, b) => a - b);
  const decideAt = (state: readonly Presence[]) =>
    decide([...state.map((one) => one.rank), fallback]);
  let inForce: readonly Presence[] = present.filter(({ isBefore }) => isBefore);
  let sum = 0;
  for (const wave of waves) {
    const ofWave = operations.filter((operation) => operation.wave === wave);
    const states = subsetsOf(ofWave).map((subset) => withEffect(inForce, subset, here));
    // Subsets are numbered by their bits, so that the smaller ones come first.
    const most: (number | undefined)[] = [0];
    for (const [subset, state] of states.entries()) {
      if (subset === 0 || state === undefined) continue;
      const ways = ofWave.flatMap((_, bit) => {
        const [earlier, start] = [most[subset & ~(1 << bit)], states[subset & ~(1 << bit)]];
        const isStep = (subset >> bit) & 1 && earlier !== undefined && start !== undefined;
        return isStep ? [earlier + Number(decideAt(start) !== decideAt(state))] : [];
      });
      if (ways.length > 0) most[subset] = Math.max(...ways);
    }
    sum += most[states.length - 1] ?? 0;
    inForce = withEffect(inForce, ofWave, here) ?? [];
  }
  return sum;
}
