// Goal: the hazard `cuts-traffic` is raised for exactly what a plan takes from everybody on interfaces in
// use: all of a protocol and a port, in a direction; and for nothing that only gets narrower.
// Method: random interfaces. Every packet of the tiny universe but those of own members is put to an
// oracle before and after the plan was applied: of which kinds did one pass, and now none does?
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownedNames } from '../../src/model/live.ts';
import type { TrafficSet } from '../../src/model/traffic-window.ts';
import { planCuts } from '../../src/planner/access/plan-cuts.ts';
import { factsOf } from '../../src/planner/facts.ts';
import { allOf } from '../cloud/machine-words.ts';
import { Oracle, type Packet } from '../oracle.ts';
import { memberTest } from '../reach/access/in-set.ts';
import { runs } from '../runs.ts';
import { applied, lastKind, momentOf, planned } from './in-process.ts';
import type { Moment, Nic } from './moments.ts';
import { groupNames, seededId, target, owner } from './names.ts';
import { packets } from './packets.ts';
import { nicsOf, sharings, worldWithInterfaces } from './sharings.ts';
import { scenarios } from './universe.ts';

/** Of each kind that the rules tell apart, for one that is cut must be seen, and also from outside all IPv6 blocks. */
const more = packets
  .filter(({ protocol }) => protocol === 'udp')
  .flatMap((packet): readonly Packet[] => [
    ...[81, 82, 9000].map((port) => ({ ...packet, port })),
    { ...packet, protocol: 'tcp', port: 82 },
    { ...packet, protocol: 'gre', port: 0 },
  ]);
const outside = [...packets, ...more]
  .filter(({ peer }) => peer === '2001:db8::')
  .map((packet) => ({ ...packet, peer: '2001:db8::2' }));
/** Each source port with each local side. */
const crossed = [...packets, ...more, ...outside].map((packet) => {
  return { ...packet, sourcePort: packet.sourcePort === 1000 ? 2000 : 1000 };
});
const all = [...packets, ...more, ...outside, ...crossed];
const oracle = new Oracle(all);

test('what is cut is what the oracle finds, on each interface that there is', async () => {
  const seen = { cut: 0, narrowed: 0, undone: 0 };
  await fc.assert(
    fc.asyncProperty(scenarios({ twins: true }), sharings, async (scenario, shared) => {
      const nics = nicsOf(shared, scenario);
      const { emulator, send } = worldWithInterfaces(scenario, nics);
      const { desired } = scenario;
      const live = await allOf(desired, send);
      const made = planned(desired, live);
      if (!made.ok) return;
      const { plan, states } = made;
      // What a plan makes has an id that no packet of the universe knows.
      if (plan.steps.some(({ kind }) => kind === 'createGroup')) return;
      const before = momentOf(emulator);
      if (plan.steps.length > 0) expect(lastKind(await applied(plan, send))).toBe('verified');
      const after = momentOf(emulator);
      const names = ownedNames(live.listed, { owner, vpc: target.vpc });
      const adopted = new Map(groupNames.map((name) => [seededId(name), name] as const));
      const facts = factsOf(desired, live, new Map([...names, ...adopted]));
      const { cuts } = planCuts(states, plan.access, facts);
      const isRead = live.interfaces.kind === 'read';
      expect(isRead).toBe(nics.length > 0);
      if (!isRead) return;
      const wanted = nics.flatMap((nic) => lost(nic, before, after).map((kind) => on(nic, kind)));
      const found = cuts.flatMap(({ traffic, scopes }) => {
        const isIn = memberTest(withIds(traffic));
        const cut = all.filter((packet) => isIn(packet)).map(kindOf);
        return scopes.flatMap(({ groups }) => cut.map((kind) => `${groups.join('+')}: ${kind}`));
      });
      expect([...new Set(found)].toSorted()).toEqual([...new Set(wanted)].toSorted());
      const isSaid = plan.hazards.some(({ code }) => code === 'cuts-traffic');
      expect(isSaid).toBe(wanted.length > 0);
      seen.cut += Number(isSaid);
      seen.narrowed += Number(
        !isSaid && plan.access.changes.some((one) => one.effect === 'closes'),
      );
      // The way back is judged like any plan.
      const { undo } = plan;
      if (undo === undefined || undo.steps.some(({ kind }) => kind === 'createGroup')) return;
      expect(lastKind(await applied(undo, send))).toBe('verified');
      const back = momentOf(emulator);
      const cutBack = nics.flatMap((nic) => lost(nic, after, back));
      const isSaidBack = undo.hazards.some(({ code }) => code === 'cuts-traffic');
      expect(isSaidBack).toBe(cutBack.length > 0);
      seen.undone += Number(isSaidBack);
    }),
    // What is cut by the way back is rare: enough to be sure of ten.
    { numRuns: runs(600) },
  );
  expect(Math.min(seen.cut, seen.narrowed, seen.undone)).toBeGreaterThan(runs(300) / 30);
});

function lost(nic: Nic, before: Moment, after: Moment): readonly string[] {
  const [had, has] = [passing(nic, before), passing(nic, after)];
  return [...had].filter((kind) => !has.has(kind));
}

/** The kinds of which some packet from or to others passes. */
function passing({ type, ids }: Nic, moment: Moment): ReadonlySet<string> {
  const groups = ids.flatMap((id) => moment.get(id) ?? []);
  const verdicts = oracle.decide({ type, groups });
  const passed = all.filter(
    ({ peerGroups }, index) =>
      verdicts[index] === 'accept' && !peerGroups.some((id) => ids.includes(id)),
  );
  return new Set(passed.map(kindOf));
}

/** A packet knows groups by their ids. */
function withIds({ within, without, ...others }: TrafficSet): TrafficSet {
  const idOf = (name: string) => groupNames.map(seededId).find((id) => id.endsWith(name)) ?? name;
  return {
    ...others,
    ...(within === undefined ? {} : { within: within.map(idOf) }),
    ...(without === undefined ? {} : { without: without.map(idOf) }),
  };
}

function kindOf({ direction, protocol, port }: Packet): string {
  return `${direction} ${protocol} ${port}`;
}

function on({ ids }: Nic, kind: string): string {
  const names = ids.map((id) => groupNames.find((name) => seededId(name) === id) ?? id);
  return `${names.toSorted().join('+')}: ${kind}`;
}
