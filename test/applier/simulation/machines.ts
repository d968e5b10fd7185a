// Machines for some of the stories, and who of them is written as a member of which group: plans that
// rules alone would make, with interfaces that join, leave, or get all of their groups anew on top.
import fc from 'fast-check';
import type { Limits } from '../../../src/emulator/limits.ts';
import type { EmulatorSeed } from '../../../src/emulator/load-seed.ts';
import type { DesiredGroup, GroupType, PresentGroup } from '../../../src/model/group.ts';
import type { WrittenMembers } from '../../../src/model/member.ts';
import { instance, secondary } from '../../cloud/machine-words.ts';
import { groupNames, othersId, seededId } from '../../planner/names.ts';
import type { Scenario } from '../../planner/universe.ts';

export interface Story extends Scenario {
  /** Undefined where nobody may read who is in groups: then all groups of a type may meet. */
  readonly machines: Machines | undefined;
}

export interface Machines {
  readonly seed: Pick<EmulatorSeed, 'instances' | 'interfaces'>;
  readonly limits: Partial<Limits>;
}

const instances = ['0', '1', '2'];
const secondaries = ['s0', 's1'];

const written = fc.option(
  fc.record({
    instances: fc.subarray(instances),
    networkInterfaces: fc.subarray(secondaries),
    isExclusive: fc.boolean(),
  }),
  { nil: undefined, freq: 4 },
);
type Written = NonNullable<typeof written extends fc.Arbitrary<infer Value> ? Value : never>;

const draft = fc.record({
  places: fc.array(fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }), {
    minLength: instances.length + secondaries.length,
    maxLength: instances.length + secondaries.length,
  }),
  members: fc.tuple(written, written, written),
  room: fc.constantFrom(1, 2, 2, 5),
});
type Draft = typeof draft extends fc.Arbitrary<infer Value> ? Value : never;

/** One story in so many has machines. */
const every = 4;

/** Always the same ones for a story. Without machines where nothing that was drawn can be, or moves anybody. */
export function furnished(scenario: Scenario, index: number): Story {
  const without: Story = { ...scenario, machines: undefined };
  if (index % every !== 0) return without;
  const drawn = fc
    .sample(draft, { seed: index, numRuns: 60 })
    .map((one) => ({ one, move: moveOf(scenario, one) }));
  const wanted = (['join', 'leave', 'replace'] as const)[(index / every) % 3];
  const found =
    drawn.find(({ move }) => move === wanted) ?? drawn.find(({ move }) => move !== undefined);
  return found === undefined ? without : furnishedAs(scenario, found.one);
}

/** What must be done for the rarest of the members; undefined where nothing is, or somebody cannot be there. */
function moveOf(scenario: Scenario, one: Draft): 'join' | 'leave' | 'replace' | undefined {
  const { desired, surviving } = scenario;
  const { machines } = furnishedAs(scenario, one);
  const all = [...(machines?.seed.instances ?? []), ...(machines?.seed.interfaces ?? [])];
  const groups = furnishedAs(scenario, one).desired.groups;
  const typeOf = (id: string): GroupType => {
    const named = desired.groups.find(({ name }) => seededId(name) === id);
    const seeded = surviving.find((group) => group.id === id)?.type;
    return seeded ?? (named?.state === 'present' ? named.type : 'normal');
  };
  const moves = all.map(({ id, groupIds }) => {
    const to = new Set(groupIds);
    for (const group of groups) {
      if (group.state !== 'present' || group.members === undefined) continue;
      if (group.members.all.some((member) => member.id === id)) to.add(seededId(group.name));
      else if (group.members.isExclusive) to.delete(seededId(group.name));
    }
    const isOne = (ids: ReadonlySet<string>) =>
      ids.size <= one.room && new Set([...ids].map(typeOf)).size === 1;
    if (!isOne(to)) return undefined;
    const joins = [...to].some((group) => !groupIds.includes(group));
    const leaves = groupIds.some((group) => !to.has(group));
    if (joins && leaves && !isOne(new Set([...to, ...groupIds]))) return 'replace';
    return joins ? 'join' : leaves ? 'leave' : 'stay';
  });
  if (moves.includes(undefined)) return undefined;
  return (['replace', 'leave', 'join'] as const).find((move) => moves.includes(move));
}

function furnishedAs(scenario: Scenario, { places, members, room }: Draft): Story {
  const { desired } = scenario;
  const rooms = [...scenario.surviving, { id: othersId, type: 'normal' as GroupType }];
  const placeOf = (index: number) => {
    const drawn = (places[index] ?? [0]).map((one) => rooms[one % rooms.length] ?? rooms[0]);
    const same = drawn.filter((one) => one?.type === drawn[0]?.type);
    return [...new Set(same.map((one) => one?.id ?? othersId))].slice(0, room);
  };
  const groups = desired.groups.map((group): DesiredGroup => {
    const own = members[groupNames.indexOf(group.name)];
    return group.state === 'present' && own ? { ...group, members: membersOf(own, group) } : group;
  });
  return {
    ...scenario,
    desired: { ...desired, groups, quotas: { ...desired.quotas, groupsPerInterface: room } },
    machines: {
      seed: {
        instances: instances.map((name, index) => instance(name, placeOf(index))),
        interfaces: secondaries.map((name, index) =>
          secondary(name, placeOf(instances.length + index)),
        ),
      },
      limits: { groupsPerInterfaceMax: room },
    },
  };
}

function membersOf(
  { instances: some, networkInterfaces: others, isExclusive }: Written,
  { source }: PresentGroup,
): WrittenMembers {
  const all = [
    ...some.map((name) => ({ kind: 'instance', id: `i-${name}`, source }) as const),
    ...others.map((name) => ({ kind: 'networkInterface', id: `eni-${name}`, source }) as const),
  ];
  return { all, isExclusive, source };
}
