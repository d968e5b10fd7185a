// Goal: where interfaces can move in some order without any group holding more than it may, the plan has such an
// order, and so does its way back; where they cannot, the plan is refused.
// Method: every group is of the tiny universe, with room for few, and a search over all orders of single calls in
// which an interface leaves nothing before it has joined everything.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PresentGroup } from '../../src/model/group.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { placesIn, type Places } from '../applier/simulation/places.ts';
import { allOf, instance, secondary, worldWith } from '../cloud/machine-words.ts';
import { runs } from '../runs.ts';
import { applied, patience, planned } from './in-process.ts';
import { groupNames, owner, seededId, target } from './names.ts';
import { group, seed } from './words.ts';

const ids = groupNames.map(seededId);
const members = ['i-0', 'i-1', 'i-2', 'eni-s0', 'eni-s1'];
const source = { file: 'groups.yaml', line: 1, column: 1 };

const sets = fc.array(
  fc.subarray(ids as readonly string[] as string[], { minLength: 1, maxLength: 2 }),
  {
    minLength: members.length,
    maxLength: members.length,
  },
);

const stories = fc.record({
  from: sets,
  others: sets,
  /** Where interfaces only change places: who goes where. */
  order: fc.option(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), {
    nil: undefined,
    freq: 2,
  }),
  /** What one group holds, beside what is in it at first. */
  spare: fc.constantFrom(0, 0, 1),
  /** How many groups an interface may be in. */
  room: fc.constantFrom(2, 3),
  parallelism: fc.integer({ min: 1, max: 3 }),
});

test('a group that is full takes in as many as leave it, where they can leave before', async () => {
  const found = { early: 0, refused: 0, impossible: 0, replaced: 0 };
  await fc.assert(
    fc.asyncProperty(stories, async ({ from, others, order, spare, room, parallelism }) => {
      const to = order?.map((at) => from[at] ?? []) ?? others;
      const most =
        spare + Math.max(...ids.map((id) => from.filter((some) => some.includes(id)).length));
      const world = worldWith(
        {
          groups: groupNames.map((name) => seed(name)),
          instances: [0, 1, 2].map((at) => instance(String(at), from[at] ?? [])),
          interfaces: [0, 1].map((at) => secondary(`s${at}`, from[at + 3] ?? [])),
        },
        { limits: { addressesPerGroupMax: most, groupsPerInterfaceMax: room } },
      );
      const quotas = { addressesPerGroup: most, groupsPerInterface: room };
      const groups = groupNames.map((name) => withMembers(name, to));
      const desired: DesiredState = { owner, target, groups, quotas };
      const made = planned(desired, await allOf(desired, world.send));
      const isPossible = isReachable(from, to, { most, room });
      if (!made.ok) {
        expect(made.refusals.map(({ code }) => code)).toContain('quota-exceeded');
        expect(isPossible).toBe(false);
        const fits = ids.every((id) => to.filter((some) => some.includes(id)).length <= most);
        found[fits ? 'refused' : 'impossible'] += 1;
        return;
      }
      expect(isPossible).toBe(true);
      const { steps, undo } = made.plan;
      const kinds = steps.map(({ kind }) => kind);
      found.early += Number(
        kinds.includes('leaveGroup') &&
          kinds.indexOf('leaveGroup') < kinds.lastIndexOf('joinGroup'),
      );
      found.replaced += Number(kinds.includes('replaceGroups'));
      const before = sorted(placesIn(world.emulator));
      expect((await applied(made.plan, world.send, patience({ parallelism }))).at(-1)?.kind).toBe(
        'verified',
      );
      expect(sorted(placesIn(world.emulator))).toEqual(
        members.map((member, at) => [member, to[at]?.toSorted()]),
      );
      if (undo === undefined) return;
      expect((await applied(undo, world.send, patience({ parallelism }))).at(-1)?.kind).toBe(
        'verified',
      );
      expect(sorted(placesIn(world.emulator))).toEqual(before);
    }),
    { numRuns: runs(300) },
  );
  expect(Object.entries(found).filter(([, count]) => count <= 3)).toEqual([]);
});

type Sets = readonly (readonly string[])[];

/** By search over all states that single calls lead to. */
function isReachable(
  from: Sets,
  to: Sets,
  { most, room }: { readonly most: number; readonly room: number },
): boolean {
  const keyOf = (state: Sets) => JSON.stringify(state.map((some) => some.toSorted()));
  const end = keyOf(to);
  const seen = new Set([keyOf(from)]);
  const open: Sets[] = [from];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const now = state;
    if (keyOf(state) === end) return true;
    for (const next of nextStates(state, { from, to, room })) {
      const isFull = ids.some((id) => {
        const count = (of: Sets) => of.filter((some) => some.includes(id)).length;
        return count(next) > most && count(next) > count(now);
      });
      const key = keyOf(next);
      if (isFull || seen.has(key)) continue;
      seen.add(key);
      open.push(next);
    }
  }
  return false;
}

function nextStates(
  state: Sets,
  { from, to, room }: { readonly from: Sets; readonly to: Sets; readonly room: number },
): readonly Sets[] {
  return state.flatMap((some, at) => {
    const wanted = to[at] ?? [];
    const all = new Set([...(from[at] ?? []), ...wanted]);
    const joins = wanted.filter((id) => !some.includes(id));
    const leaves = some.filter((id) => !wanted.includes(id));
    const put = (next: readonly string[]) => state.map((one, other) => (other === at ? next : one));
    if (all.size > room) return joins.length + leaves.length === 0 ? [] : [put(wanted)];
    if (joins.length > 0) return joins.map((id) => put([...some, id]));
    return leaves.map((id) => put(some.filter((one) => one !== id)));
  });
}

function withMembers(name: GroupName, to: Sets): PresentGroup {
  const all = members.flatMap((id, at) => {
    const kind = id.startsWith('i-') ? ('instance' as const) : ('networkInterface' as const);
    return to[at]?.includes(seededId(name)) === true ? [{ kind, id, source }] : [];
  });
  return group(name, { members: { all, isExclusive: true, source } });
}

function sorted(places: Places) {
  return members.map((member) => [member, places.get(member)?.toSorted()]);
}
