// Goal: whatever is written of members, after an apply everybody is where that says, nobody was in no
// group on the way, or in groups of two types, a second plan is empty, and the way back leads back; also
// after any interruption. What has no such way is refused, and nothing else.
// Method: random machines of the tiny universe in the emulator, random members of three groups of both types,
// little room on interfaces, and an oracle that knows nothing of steps: what is written joins, and where that
// is exclusive the rest leaves.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instance, allOf, secondary, worldWith } from '../cloud/machine-words.ts';
import { cutAt } from '../applier/transports.ts';
import { runs } from '../runs.ts';
import type { Emulator } from '../../src/emulator/emulator.ts';
import type { GroupType, PresentGroup } from '../../src/model/group.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { WrittenMembers } from '../../src/model/member.ts';
import type { WrittenRule } from '../../src/model/rule.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { applied, patience, planned } from './in-process.ts';
import { groupNames, othersId, owner, region, seededId, target } from './names.ts';

const source = { file: 'groups.yaml', line: 1, column: 1 };
/** `db` is not there yet. */
const live = ['web', 'app'];
const instances = ['i-0', 'i-1', 'i-2'];
const secondaries = ['eni-s0', 'eni-s1'];

const members = fc.option(
  fc.record({
    instances: fc.subarray(instances),
    networkInterfaces: fc.subarray(secondaries),
    isExclusive: fc.boolean(),
  }),
  { nil: undefined },
);
type Written = typeof members extends fc.Arbitrary<infer Value> ? Value : never;

/** Everybody is written in one group, and leaves all others. */
const assigned = fc
  .array(fc.nat(2), { minLength: 5, maxLength: 5 })
  .map((choices): readonly [Written, Written, Written] => {
    const of = (index: number): Written => ({
      instances: instances.filter((_, at) => choices[at] === index),
      networkInterfaces: secondaries.filter((_, at) => choices[at + instances.length] === index),
      isExclusive: true,
    });
    return [of(0), of(1), of(2)];
  });

const type = fc.constantFrom<GroupType>('normal', 'normal', 'enterprise');

const stories = fc.record({
  places: fc.array(fc.subarray([...live.map(seededId), othersId], { minLength: 1 }), {
    minLength: 5,
    maxLength: 5,
  }),
  members: fc.oneof(fc.tuple(members, members, members), assigned),
  ports: fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1)),
  types: fc.tuple(type, type, type),
  room: fc.constantFrom(2, 5),
  parallelism: fc.integer({ min: 1, max: 3 }),
  cut: fc.option(fc.nat(40), { nil: undefined }),
});

test('members are where they should be, and nobody is nowhere on the way', async () => {
  const found = { refused: 0, joined: 0, left: 0, replaced: 0, cut: 0 };
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      const { members: all, ports, types, room, parallelism, cut } = story;
      const typeOf = (name: string) =>
        types[groupNames.findIndex((one) => one === name)] ?? 'normal';
      const places = story.places.map((ids) => together(ids, room, typeOf));
      const world = worldWith(
        {
          groups: [
            ...live.map((name) => ({ ...ours(name), type: typeOf(name), id: seededId(name) })),
            { region, vpcId: target.vpc, id: othersId, name: 'others' },
          ],
          instances: [0, 1, 2].map((index) => instance(String(index), places[index] ?? [])),
          interfaces: [0, 1].map((index) => secondary(`s${index}`, places[index + 3] ?? [])),
        },
        { limits: { groupsPerInterfaceMax: room } },
      );
      const { emulator } = world;
      const groups = groupNames.map((name, index) => {
        return { ...present(name, all[index], ports[index] ?? 0), type: typeOf(name) };
      });
      const quotas = { groupsPerInterface: room };
      const desired: DesiredState = { owner, target, groups, quotas };
      const before = placesIn(emulator);
      const wanted = oracle(before, all);

      const made = planned(desired, await allOf(desired, world.send));
      const faults = new Set(
        [...wanted.values()].flatMap((names) => faultsOf(names, room, typeOf)),
      );
      if (!made.ok) {
        expect(new Set(made.refusals.map(({ code }) => code))).toEqual(faults);
        found.refused += 1;
        return;
      }
      expect([...faults]).toEqual([]);
      const { plan } = made;
      let isNowhere = false;
      emulator.onMutation(() => {
        const now = [...placesIn(emulator).values()];
        isNowhere ||= now.some((names) => faultsOf(names, room, typeOf).length > 0);
      });
      if (cut !== undefined) {
        const events = await applied(plan, cutAt(world.send, cut), patience({ parallelism }));
        found.cut += Number(events.at(-1)?.kind !== 'verified');
      }
      const events = await applied(plan, world.send, patience({ parallelism }));
      expect(events.at(-1)).toMatchObject({ kind: 'verified' });
      expect(placesIn(emulator)).toEqual(wanted);
      const again = planned(desired, await allOf(desired, world.send));
      expect(again.ok && again.plan.steps).toEqual([]);
      const steps = (kind: string) => plan.steps.filter((step) => step.kind === kind).length;
      found.joined += Number(steps('joinGroup') > 0);
      found.left += Number(steps('leaveGroup') > 0);
      found.replaced += Number(steps('replaceGroups') > 0);

      const { undo } = plan;
      if (undo !== undefined) {
        const back = await applied(undo, world.send, patience({ parallelism }));
        expect(back.at(-1)).toMatchObject({ kind: 'verified' });
      }
      expect(placesIn(emulator)).toEqual(before);
      expect(isNowhere).toBe(false);
    }),
    { numRuns: runs(250) },
  );
  for (const count of Object.values(found)) expect(count).toBeGreaterThan(10);
});

type TypeOf = (name: string) => GroupType;

/** As many of the groups as may be on one interface, the first of them among these. */
function together(ids: readonly string[], room: number, typeOf: TypeOf): readonly string[] {
  const nameOf = (id: string) => live.find((name) => (seededId(name) as string) === id) ?? 'others';
  const first = typeOf(nameOf(ids[0] ?? ''));
  return ids.filter((id) => typeOf(nameOf(id)) === first).slice(0, room);
}

/** Why no interface may be in these groups. */
function faultsOf(names: readonly string[], room: number, typeOf: TypeOf): readonly string[] {
  return [
    ...(names.length === 0 ? ['last-group'] : []),
    ...(new Set(names.map(typeOf)).size > 1 ? ['members-mixed'] : []),
    ...(names.length > room ? ['quota-exceeded'] : []),
  ];
}

function ours(name: string) {
  const tags = { 'sluice:owner': owner, 'sluice:group': name };
  return { region, vpcId: target.vpc, name, tags };
}

function present(name: GroupName, written: Written, ports: number): PresentGroup {
  const rules = Array.from({ length: ports }, (): WrittenRule => {
    const traffic = { protocol: 'tcp', ports: { kind: 'range', first: 80, last: 80 } } as const;
    const peer = { kind: 'cidr', cidr: '10.0.0.0/8' } as WrittenRule['peer'];
    return { direction: 'ingress', policy: 'accept', traffic, peer, priority: 1, source };
  });
  return {
    state: 'present',
    name,
    cloudName: name,
    type: 'normal',
    description: undefined,
    innerAccessPolicy: undefined,
    tags: undefined,
    adopt: undefined,
    ingress: rules,
    egress: undefined,
    ...(written === undefined ? {} : { members: writtenMembers(written) }),
    waivers: [],
    source,
  };
}

function writtenMembers({
  instances: machines,
  networkInterfaces,
  isExclusive,
}: NonNullable<Written>): WrittenMembers {
  const all = [
    ...machines.map((id) => ({ kind: 'instance' as const, id, source })),
    ...networkInterfaces.map((id) => ({ kind: 'networkInterface' as const, id, source })),
  ];
  return { all, isExclusive, source };
}

type Places = ReadonlyMap<string, readonly string[]>;

/** The names of the groups of each interface; an instance goes by its id. */
function placesIn(emulator: Emulator): Places {
  const { groups, interfaces = [] } = emulator.snapshot();
  const names = new Map(groups.map(({ id, name }) => [id, name]));
  return new Map(
    interfaces.map(({ id, type, instanceId, groupIds }) => [
      type === 'Primary' ? instanceId : id,
      groupIds.map((group) => names.get(group) ?? group).toSorted(),
    ]),
  );
}

function oracle(before: Places, all: readonly Written[]): Places {
  const written = groupNames.map((name, index) => ({ name: name, of: all[index] }));
  return new Map(
    [...before].map(([member, inGroups]) => {
      const names = new Set(inGroups);
      for (const { name, of } of written) {
        const isWritten = [...(of?.instances ?? []), ...(of?.networkInterfaces ?? [])];
        if (isWritten.includes(member)) names.add(name);
        else if (of?.isExclusive === true) names.delete(name);
      }
      return [member, [...names].toSorted()];
    }),
  );
}
