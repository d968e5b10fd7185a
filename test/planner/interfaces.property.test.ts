// Goal: where it is known which groups sit together on interfaces, a plan is as safe as where it is
// not, on every interface that there is; and the way back leads back, and is as safe.
// Method: random interfaces in the emulator, read with the real reader; some scenarios at their
// quotas. Every packet on every interface after every call and every rule of a batch.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../runs.ts';
import type { Switches } from '../../src/emulator/switches.ts';
import type { Plan } from '../../src/model/plan.ts';
import { allOf } from '../cloud/machine-words.ts';
import { expectEnd, groupsOf } from './end-state.ts';
import { applied, momentOf, planned, type World } from './in-process.ts';
import { surprises, type Moment, type Nic } from './moments.ts';
import { nicsOf, sharings, worldWithInterfaces } from './sharings.ts';
import { scenarios } from './universe.ts';
import { wholeText } from './wire-words.ts';

const batches = fc.constantFrom<Switches['batches']>('atomic', 'inOrder', 'reversed', 'shuffled');

test('on the interfaces that there are, nobody is surprised, there or back', async () => {
  const found = { together: 0, waves: 0, undone: 0 };
  await fc.assert(
    fc.asyncProperty(
      scenarios({ twins: true }),
      sharings,
      batches,
      async (scenario, shared, order) => {
        const nics = nicsOf(shared, scenario);
        const world = worldWithInterfaces(scenario, nics, { batches: order });
        const before = groupsOf(world.emulator);
        const { desired } = scenario;

        const made = planned(desired, await allOf(desired, world.send));
        if (!made.ok) throw new Error(made.refusals.map(({ message }) => message).join('\n'));
        const { plan } = made;
        expect(await surprisesOf(plan, world, nics)).toEqual([]);
        expectEnd(desired, { before, after: groupsOf(world.emulator) });
        const again = planned(desired, await allOf(desired, world.send));
        expect(again.ok && again.plan.steps).toEqual([]);

        found.together += Number(nics.some(({ ids }) => ids.length > 1));
        found.waves += Number(plan.steps.some(({ wave }) => wave > 1));
        if (plan.undo === undefined) return;
        expect(await surprisesOf(plan.undo, world, nics)).toEqual([]);
        if (plan.undo.notes.some(({ code }) => code === 'not-restored')) return;
        expect(contentOf(groupsOf(world.emulator))).toEqual(contentOf(before));
        found.undone += 1;
      },
    ),
    { numRuns: runs(500) },
  );
  expect(found.together).toBeGreaterThan(50);
  expect(found.waves).toBeGreaterThan(20);
  expect(found.undone).toBeGreaterThan(40);
});

async function surprisesOf(
  plan: Plan,
  { emulator, send }: World,
  nics: readonly Nic[],
): Promise<readonly string[]> {
  const moments: Moment[] = [momentOf(emulator)];
  const watch = () => void moments.push(momentOf(emulator));
  const stop = [emulator.onMutation(watch), emulator.onRuleChange(watch)];
  const events = await applied(plan, send);
  for (const one of stop) one();
  expect(events.at(-1)).toMatchObject({ kind: 'verified' });
  // Flows through two interfaces are another matter, and hazards of their own.
  return surprises(moments, nics).slice(0, 3);
}

/** What the cloud counts by itself does not come back: ids and times. */
function contentOf(groups: ReturnType<typeof groupsOf>): unknown {
  return groups
    .map(({ id, name, description, innerAccessPolicy, tags, rules }) => ({
      id,
      name,
      description,
      innerAccessPolicy,
      tags,
      rules: rules.map((rule) => wholeText({ Priority: 1, Policy: 'Accept', ...rule })).toSorted(),
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
