// Goal: where sluice says that a plan breaks no assertion on its way, none of its states does,
// whatever part of a call is seen.
// Method: random plans of a tiny universe, taken apart rule by rule; the oracle decides every packet of
// the flow at both ends at every moment.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cidr } from '../../../src/model/cidr.ts';
import type { FlowAssertion, FlowEnd } from '../../../src/model/flow-assertion.ts';
import type { GroupName } from '../../../src/model/group-identity.ts';
import { claimGroups } from '../../../src/planner/claims/claims.ts';
import { brokenOnTheWay } from '../../../src/planner/guard/judge-planned.ts';
import { plannedAccess } from '../../../src/planner/guard/planned-access.ts';
import { sortLive } from '../../../src/planner/sort-live.ts';
import { flowsOf } from '../../../src/reach/assertion/breach.ts';
import { decide, type Packet } from '../../oracle.ts';
import { isOfFlow, type EndsPacket } from '../../reach/assertion/flow-packets.ts';
import { runs } from '../../runs.ts';
import { momentOf, planned, readLive, worldOf } from '../in-process.ts';
import { momentsAlong, shuffled, wavesOf } from '../micro-steps.ts';
import type { Moment } from '../moments.ts';
import { groupNames, othersId, seededId } from '../names.ts';
import { scenarios, type Scenario } from '../universe.ts';

const anyEnd = fc.oneof(
  { weight: 4, arbitrary: fc.nat(2).map((at): FlowEnd => groupEnd(at)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<FlowEnd>(
      { kind: 'addresses', blocks: ['10.0.0.0/30', '2001:db8::/127'] as Cidr[] },
      { kind: 'addresses', blocks: ['192.0.2.1/32'] as Cidr[] },
      { kind: 'internet' },
    ),
  },
);

function groupEnd(at: number): FlowEnd {
  return { kind: 'group', group: groupNames[at] ?? ('web' as GroupName) };
}

const anyAssertion: fc.Arbitrary<FlowAssertion> = fc
  .record({
    expects: fc.constantFrom('allow' as const, 'deny' as const),
    from: anyEnd,
    to: anyEnd,
    protocols: fc.constantFrom(['all'], ['tcp'], ['tcp', 'udp']),
    ports: fc.option(fc.constantFrom(['80'], ['80-81']), { nil: undefined }),
  })
  .map(({ expects, from, to, protocols, ports }) => ({
    ...{ name: 'A flow', expects, from: [from], to: [to], except: [], protocols },
    ...(ports === undefined ? {} : { ports }),
    source: { file: 'sluice.yaml', line: 1, column: 1 },
  }));

test('what breaks on the way is found, in whatever order and part the calls are seen', async () => {
  const found = { broken: 0, whole: 0, steps: 0 };
  await fc.assert(
    fc.asyncProperty(
      scenarios({ twins: true }),
      fc.array(anyAssertion, { minLength: 4, maxLength: 4 }),
      fc.array(fc.nat(99), { minLength: 9, maxLength: 9 }),
      async (scenario, assertions, keys) => {
        const { desired, seeds } = scenario;
        const { emulator, send } = worldOf(seeds);
        const live = sortLive(await readLive(desired, send));
        const made = planned(desired, live);
        if (!made.ok || made.plan.steps.length === 0) return;
        const { names } = claimGroups(desired, live);
        const steps = made.plan.steps;
        const access = plannedAccess({ states: made.states, steps }, { desired, live, names });
        const moments = momentsAlong(momentOf(emulator), shuffled(wavesOf(made.plan), keys));
        for (const assertion of assertions.filter((one) => isAboutSurviving(one, scenario))) {
          const broken = brokenOnTheWay(assertion, access);
          found[broken === undefined ? 'whole' : 'broken'] += 1;
          if (broken !== undefined) {
            found.steps += Number(broken.steps.from === broken.steps.until);
            continue;
          }
          const flows = flowsOf(assertion, { mode: 'symbolic', state: access.last });
          for (const flow of flows) {
            const ends = [flow.from.groups?.[0], flow.to.groups?.[0]] as const;
            const types = new Map(scenario.surviving.map(({ id, type }) => [id, type]));
            const isOf = isOfFlow(flow);
            const asked = packets.filter(isOf);
            const seen = moments.map((moment) =>
              asked.map((packet) => passes(packet, ends, { moment, types })),
            );
            const isWrong = seen.some((now) =>
              now.some((passing, at) => {
                const before = seen[0]?.[at];
                return assertion.expects === 'deny' ? passing && !before : !passing && before;
              }),
            );
            expect({ assertion, isWrong }).toEqual({ assertion, isWrong: false });
          }
        }
      },
    ),
    { numRuns: runs(150) },
  );
  expect(found.broken).toBeGreaterThan(15);
  expect(found.whole).toBeGreaterThan(30);
  expect(found.steps).toBeGreaterThan(5);
});

function isAboutSurviving({ from, to }: FlowAssertion, { surviving }: Scenario): boolean {
  const ends = [...from, ...to].flatMap((end) => (end.kind === 'group' ? [end.group] : []));
  return ends.length > 0 && ends.every((name) => surviving.some(({ id }) => id === seededId(name)));
}

const memberships: readonly (readonly string[])[] = [
  [],
  ...groupNames.map((name) => [name]),
  ['web', 'app'],
  ['app', 'db', othersId],
];
const addresses = [
  ['10.0.0.1', '10.0.0.2', '192.168.0.0', '192.0.2.1', '203.0.114.1'],
  ['2001:db8::1', '2001:db8:9::'],
];
const packets: readonly EndsPacket[] = addresses
  .flatMap((family) =>
    family.flatMap((from) =>
      family.flatMap((to) =>
        memberships.flatMap((fromIn) =>
          memberships.flatMap((toIn, index) =>
            [80, 81, 9000].map((port) => ({
              ...{ protocol: 'tcp' as const, port, sourcePort: index % 2 === 0 ? 1000 : 2000 },
              ...{ from, to, fromIn, toIn, isListed: false },
            })),
          ),
        ),
      ),
    ),
  )
  .filter((_, index) => index % 5 === 0);

function passes(
  { protocol, port, sourcePort, from, to, fromIn, toIn }: EndsPacket,
  [sender, receiver]: readonly [string | undefined, string | undefined],
  world: { readonly moment: Moment; readonly types: ReadonlyMap<string, 'normal' | 'enterprise'> },
): boolean {
  const common = { protocol, port, sourcePort };
  const ids = (names: readonly string[]) =>
    names.map((name) => (name === othersId ? name : seededId(name)));
  const egress: Packet = {
    ...{ ...common, direction: 'egress', peer: to, local: from, peerGroups: ids(toIn) },
  };
  const ingress: Packet = {
    ...{ ...common, direction: 'ingress', peer: from, local: to, peerGroups: ids(fromIn) },
  };
  const isLet = (name: string | undefined, packet: Packet) => {
    if (name === undefined) return true;
    const group = world.moment.get(seededId(name));
    const type = world.types.get(seededId(name)) ?? 'normal';
    return decide({ type, groups: group === undefined ? [] : [group] }, packet) === 'accept';
  };
  return isLet(sender, egress) && isLet(receiver, ingress);
}
