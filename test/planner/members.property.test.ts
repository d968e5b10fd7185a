// Goal: whatever is written of members, after an apply everybody is where that says, nobody was in no
// group on the way, a second plan is empty, and the way back leads back; also after any interruption.
// Method: random machines of the tiny universe in the emulator, random members of three groups, and an
// oracle that knows nothing of steps: what is written joins, and where that is exclusive the rest leaves.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instance, allOf, secondary, worldWith } from '../cloud/machine-words.ts';
import { cutAt } from '../applier/transports.ts';
import { runs } from '../runs.ts';
import type { Emulator } from '../../src/emulator/emulator.ts';
import type { PresentGroup } from '../../src/model/group.ts';
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

const stories = fc.record({
  places: fc.array(fc.subarray([...live.map(seededId), othersId], { minLength: 1 }), {
    minLength: 5,
    maxLength: 5,
  }),
  members: fc.tuple(members, members, members),
  ports: fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1)),
  parallelism: fc.integer({ min: 1, max: 3 }),
  cut: fc.option(fc.nat(40), { nil: undefined }),
});

test('members are where they should be, and nobody is nowhere on the way', async () => {
  const found = { refused: 0, moved: 0, left: 0, cut: 0 };
  await fc.assert(
    fc.asyncProperty(stories, async ({ places, members: all, ports, parallelism, cut }) => {
      const world = worldWith({
        groups: [
          ...live.map((name) => ({ ...ours(name), id: seededId(name) })),
          { region, vpcId: target.vpc, id: othersId, name: 'others' },
        ],
        instances: [0, 1, 2].map((index) => instance(String(index), places[index] ?? [])),
        interfaces: [0, 1].map((index) => secondary(`s${index}`, places[index + 3] ?? [])),
      });
      const { emulator } = world;
      const groups = groupNames.map((name, index) => present(name, all[index], ports[index] ?? 0));
      const desired: DesiredState = { owner, target, groups };
      const before = placesIn(emulator);
      const wanted = oracle(before, all);

      const made = planned(desired, await allOf(desired, world.send));
      const isLost = [...wanted.values()].some((groupsOf) => groupsOf.length === 0);
      expect(made.ok).toBe(!isLost);
      if (!made.ok) {
        expect(new Set(made.refusals.map(({ code }) => code))).toEqual(new Set(['last-group']));
        found.refused += 1;
        return;
      }
      const { plan } = made;
      let isNowhere = false;
      emulator.onMutation(() => {
        isNowhere ||= [...placesIn(emulator).values()].some((inGroups) => inGroups.length === 0);
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
      found.moved += Number(steps('joinGroup') > 0);
      found.left += Number(steps('leaveGroup') > 0);

      const { undo } = plan;
      if (undo !== undefined) {
        const back = await applied(undo, world.send, patience({ parallelism }));
        expect(back.at(-1)).toMatchObject({ kind: 'verified' });
      }
      expect(placesIn(emulator)).toEqual(before);
      expect(isNowhere).toBe(false);
    }),
    { numRuns: runs(150) },
  );
  for (const count of Object.values(found)) expect(count).toBeGreaterThan(20);
});

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
