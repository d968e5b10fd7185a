// Goal: a wave of a plan is safe even if its batches are not atomic and its calls overtake each
// other; and the check that says so can fail.
// Method: each rule of each call is a micro-step of its own. Within a wave they run in an order
// that is drawn, so that each beginning of it is a subset of the wave, and the oracle decides every
// packet after every one. The same check must find fault with other orders, some of which look good.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../runs.ts';
import { momentOf, planFrom, worldOf } from './in-process.ts';
import { momentsAlong, shuffled, wavesOf, type MicroStep } from './micro-steps.ts';
import { interfacesOf, surprises } from './moments.ts';
import { scenarios, type Scenario } from './universe.ts';

type Waves = readonly (readonly MicroStep[])[];

const keys = fc.shuffledSubarray(
  Array.from({ length: 24 }, (_, index) => index),
  { minLength: 24 },
);

/** What goes wrong when the waves of the plan are first changed by `change`. */
async function surprisesWhen(
  change: (waves: Waves) => Waves,
  scenario: Scenario,
  order: readonly number[],
): Promise<readonly string[]> {
  const { emulator, send } = worldOf(scenario.seeds);
  const plan = await planFrom(scenario.desired, send);
  const steps = shuffled(change(wavesOf(plan)), order);
  return surprises(momentsAlong(momentOf(emulator), steps), interfacesOf(scenario));
}

test('any part of a wave, in any order, decides each packet as before or as after', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios({ twins: true }), keys, async (scenario, order) => {
      const found = await surprisesWhen((waves) => waves, scenario, order);
      expect(found.slice(0, 5)).toEqual([]);
    }),
    { numRuns: runs(500) },
  );
});

const strengthening = (step: MicroStep) => step.kind === 'authorize';
const weakening = (step: MicroStep) => step.kind === 'revoke';

function groupByGroup(waves: Waves): Waves {
  const ids = [...new Set(waves.flat().map(({ id }) => id))];
  return ids.flatMap((id) => waves.map((wave) => wave.filter((step) => step.id === id)));
}

test.each<[string, (waves: Waves) => Waves]>([
  ['the waves in reverse', (waves) => waves.toReversed()],
  [
    'revokes before all else',
    (waves) => [
      waves.flatMap((wave) => wave.filter(weakening)),
      ...waves.map((wave) => wave.filter((step) => !weakening(step))),
    ],
  ],
  [
    'authorizes in one wave, then the rest as planned',
    (waves) => [
      waves.flatMap((wave) => wave.filter(strengthening)),
      ...waves.map((wave) => wave.filter((step) => !strengthening(step))),
    ],
  ],
  ['everything in one wave', (waves) => [waves.flat()]],
  ['one group after the other, each in its order', groupByGroup],
])('the check finds fault with %s', async (_, change) => {
  const result = await fc.check(
    fc.asyncProperty(scenarios({ twins: true }), keys, async (scenario, order) => {
      expect(await surprisesWhen(change, scenario, order)).toEqual([]);
    }),
    { numRuns: 2000, endOnFailure: true },
  );
  expect(result.failed).toBe(true);
});
