// Goal: whatever is there and whatever is wanted, applying the plan ends in what is wanted, touches
// nothing else, and never surprises traffic on the way.
// Method: random states of a tiny universe on the emulator. After every call that changes
// something, and after every rule of a batch that is not atomic, all groups are read in the cloud's own words, and a brute-force oracle that shares
// nothing with src decides every packet on every interface: alone, in every combination of groups,
// and with somebody else's rules on it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../runs.ts';
import { refusing } from '../applier/transports.ts';
import type { Switches } from '../../src/emulator/switches.ts';
import { expectEnd, groupsOf } from './end-state.ts';
import { applied, lastKind, momentOf, planFrom, worldOf, type World } from './in-process.ts';
import { interfacesOf, surprises, type Moment } from './moments.ts';
import { scenarios, type Scenario } from './universe.ts';

/** Whether the rules of a call take effect together or one after the other, and in which order. */
const batches = fc.constantFrom<Switches['batches']>('atomic', 'inOrder', 'reversed', 'shuffled');

describe('a plan, applied', () => {
  test('decides each packet as before or as after, at every moment, and changes it once', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios({ twins: true }), batches, async (scenario, order) => {
        const { moments } = await run(scenario, { batches: order });
        expect(surprises(moments, interfacesOf(scenario)).slice(0, 5)).toEqual([]);
      }),
      { numRuns: runs(500) },
    );
  });

  test('may be interrupted and planned anew: all of it together surprises nobody', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios({ twins: true }), fc.nat(6), async (scenario, writes) => {
        const { desired, seeds } = scenario;
        const { emulator, send } = worldOf(seeds);
        const moments = [momentOf(emulator)];
        emulator.onMutation(() => moments.push(momentOf(emulator)));
        await applied(await planFrom(desired, send), refusing(send, writes));
        expect(lastKind(await applied(await planFrom(desired, send), send))).toBe('verified');
        expect(surprises(moments, interfacesOf(scenario)).slice(0, 5)).toEqual([]);
      }),
      { numRuns: runs(200) },
    );
  });

  test('ends in the desired state, whatever of the cloud is uncertain', async () => {
    const switches = fc.record<Partial<Switches>>({
      omittedFieldsOfModify: fc.constantFrom('kept', 'reset'),
      revokeMissingRule: fc.constantFrom('fails', 'succeeds'),
      addressIdentity: fc.constantFrom('network', 'text'),
    });
    await fc.assert(
      fc.asyncProperty(scenarios({ twins: true }), switches, async (scenario, chosen) => {
        await expectDesired(scenario, chosen);
      }),
      { numRuns: runs(300) },
    );
  });

  test('ends in the desired state where the priority does not make another rule', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios({ twins: false }), async (scenario) => {
        await expectDesired(scenario, { priorityInIdentity: false });
      }),
      { numRuns: runs(200) },
    );
  });
});

interface Run {
  readonly world: World;
  /** All groups, before the plan and after each of its calls and single rules. */
  readonly moments: readonly Moment[];
}

async function run({ desired, seeds }: Scenario, switches: Partial<Switches>): Promise<Run> {
  const world = worldOf(seeds, { switches });
  const plan = await planFrom(desired, world.send);
  const moments = [momentOf(world.emulator)];
  world.emulator.onMutation(() => moments.push(momentOf(world.emulator)));
  world.emulator.onRuleChange(() => moments.push(momentOf(world.emulator)));
  const events = await applied(plan, world.send);
  expect(events.at(-1)).toMatchObject({ kind: 'verified' });
  return { world, moments };
}

async function expectDesired(scenario: Scenario, switches: Partial<Switches>): Promise<void> {
  const { desired, seeds } = scenario;
  const { emulator } = worldOf(seeds, { switches });
  const { world } = await run(scenario, switches);
  expectEnd(desired, { before: groupsOf(emulator), after: groupsOf(world.emulator) });

  const again = await planFrom(desired, world.send);
  expect(again.steps).toEqual([]);
  expect(lastKind(await applied(again, world.send))).toBe('verified');
}
