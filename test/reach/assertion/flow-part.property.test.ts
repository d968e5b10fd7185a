// Goal: what sluice says of a flow between two interfaces is exactly true, of one time and of what
// has become so since another.
// Method: random groups at both ends; every packet of a tiny universe is put to the oracle at either
// end, and the packet that sluice shows is too.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cidr } from '../../../src/model/cidr.ts';
import type { FlowPacket } from '../../../src/model/flow-breach.ts';
import { decisionsAbout, packetOf } from '../../../src/reach/assertion/flow-packet.ts';
import {
  passingPart,
  stoppedPart,
  type AssertedFlow,
  type FlowPart,
} from '../../../src/reach/assertion/flow-part.ts';
import type { GroupsAt } from '../../../src/reach/assertion/one-side.ts';
import type { Rule } from '../../../src/model/rule.ts';
import type { AccessState, StateGroup } from '../../../src/reach/ends/access-state.ts';
import type { Place } from '../../../src/reach/ends/place.ts';
import { unreadGroups } from '../../../src/reach/ends/unread-groups.ts';
import { runs } from '../../runs.ts';
import { anyRule } from '../access/any-groups.ts';
import { knownLists } from '../access/known-lists.ts';
import { isOfFlow, passes, universe, type EndsPacket } from './flow-packets.ts';

/** Two groups, each of rules in both directions, before and after. */
const anyEstate = fc
  .record({
    type: fc.constantFrom('normal' as const, 'normal' as const, 'enterprise' as const),
    inner: fc.array(fc.constantFrom('accept' as const, 'drop' as const, 'drop' as const), {
      minLength: 2,
      maxLength: 2,
    }),
    ingress: fc.array(anyRule('ingress'), { maxLength: 6 }),
    egress: fc.array(anyRule('egress'), { maxLength: 4 }),
  })
  .map(({ type, inner, ingress, egress }): readonly StateGroup[] =>
    ['web', 'app'].map((name, at) => ({
      name,
      type,
      innerAccessPolicy: inner[at] ?? 'drop',
      rules: [...ingress, ...egress].filter((_, index) => index % 2 === at),
      lists: knownLists,
      isOurs: true,
      unwritten: [],
    })),
  );

const blocks = ['10.0.0.0/8', '10.128.0.0/9', '192.168.0.0/32', '2001:db8::/32', '::/1'] as Cidr[];

function anyPlace(own: string, other: string): fc.Arbitrary<Place> {
  return fc
    .record({
      kind: fc.constantFrom('alone', 'alone', 'exact', 'shared', 'unread', 'address', 'outside'),
      blocks: fc.oneof(fc.constant(everywhere), fc.subarray(blocks, { minLength: 1 })),
      except: fc.oneof(fc.constant([]), fc.subarray(blocks, { maxLength: 2 })),
      notMemberOf: fc.constantFrom('anyOther' as const, 'othersOfVpc' as const),
    })
    .map(({ kind, notMemberOf, ...parts }): Place => {
      const known = { ...parts, interfaces: undefined, notMemberOf };
      const both = [own, other].toSorted();
      switch (kind) {
        case 'alone':
          return { ...known, groups: [own], memberOf: [own], notMemberOf: 'unknown' };
        case 'exact':
          return { ...known, groups: [own], memberOf: [own] };
        case 'shared':
          return { ...known, groups: both, memberOf: both };
        case 'unread': {
          const groups = [own, unreadName].toSorted();
          return { ...known, groups, memberOf: groups };
        }
        case 'address':
          return { ...known, groups: undefined, memberOf: [], notMemberOf: 'unknown' };
        default:
          return { ...known, groups: undefined, memberOf: [] };
      }
    });
}

/** A group that no estate knows. */
const unreadName = 'sg-others';
const everywhere = ['0.0.0.0/0', '::/0'] as Cidr[];

const anyFlow: fc.Arbitrary<AssertedFlow> = fc
  .record({
    from: anyPlace('web', 'app'),
    to: anyPlace('app', 'web'),
    protocols: fc.constantFrom(['all'], ['tcp'], ['tcp', 'udp'], ['icmp', '47'], ['icmpv6']),
    ports: fc.option(fc.constantFrom(['22'], ['22', '80'], ['23-65535']), { nil: undefined }),
    notFrom: fc.constantFrom<readonly string[]>([], [], ['app'], ['sg-others']),
    inVpc: fc.constantFrom(new Set(['web', 'app']), new Set(['web', 'app', 'sg-others'])),
  })
  .filter(({ from, to }) => from.groups !== undefined || to.groups !== undefined)
  .filter(({ from, notFrom }) => !notFrom.some((group) => from.memberOf.includes(group)))
  .map(({ protocols, ports, ...flow }) => ({
    ...flow,
    traffic: { protocols, ...(ports === undefined ? {} : { ports }) },
  }));

const at =
  (estate: readonly StateGroup[]): GroupsAt =>
  (name) =>
    estate.find((group) => group.name === name);

function passesAt(
  flow: AssertedFlow,
  estate: readonly StateGroup[],
  packets: readonly EndsPacket[],
) {
  const on = ({ groups: names }: Place) => names?.flatMap((name) => at(estate)(name) ?? []);
  return passes(packets, { from: on(flow.from), to: on(flow.to) });
}

test('a flow passes, or is stopped, exactly where the oracle says so of both ends', () => {
  const found = { passing: 0, stopped: 0, both: 0 };
  const property = fc.property(anyFlow, anyEstate, (flow, estate) => {
    const now = at(estate);
    const verdicts = passesAt(flow, estate, universe);
    const isAsked = universe.map(isOfFlow(flow));
    const passing = passingPart(flow, { now });
    const stopped = stoppedPart(flow, { now });
    if (isAsked.some((is, index) => is && verdicts[index] === true)) expect(passing).toBeDefined();
    if (isAsked.some((is, index) => is && verdicts[index] === false)) expect(stopped).toBeDefined();
    if (passing !== undefined)
      expect(trial(flow, passing, estate)).toEqual({ isOf: true, passes: true });
    if (stopped !== undefined)
      expect(trial(flow, stopped, estate)).toEqual({ isOf: true, passes: false });
    found.passing += Number(passing !== undefined);
    found.stopped += Number(stopped !== undefined);
    found.both += Number(passing !== undefined && flow.from.groups && flow.to.groups);
  });
  fc.assert(property, { numRuns: runs(150) });
  expect(found.passing).toBeGreaterThan(10);
  expect(found.stopped).toBeGreaterThan(10);
});

test('what has become so is told apart from what was so at first', () => {
  const found = { passing: 0, stopped: 0 };
  const property = fc.property(anyFlow, anyEstate, anyEstate, (flow, before, drawn) => {
    // Only some of the rules are others, or all would be.
    const after = before.map((group, index) => ({
      ...group,
      rules: [...group.rules.slice(1), ...(drawn[index]?.rules.slice(0, 1) ?? [])],
    }));
    const times = { first: at(before), now: at(after) };
    const [was, is] = [passesAt(flow, before, universe), passesAt(flow, after, universe)];
    const isAsked = universe.map(isOfFlow(flow));
    const passing = passingPart(flow, times);
    const stopped = stoppedPart(flow, times);
    const some = (test: (index: number) => boolean) =>
      isAsked.some((isOf, index) => isOf && test(index));
    if (some((index) => is[index] === true && was[index] === false)) expect(passing).toBeDefined();
    if (some((index) => is[index] === false && was[index] === true)) expect(stopped).toBeDefined();
    for (const [part, ends] of [
      [passing, [false, true]],
      [stopped, [true, false]],
    ] as const) {
      if (part === undefined) continue;
      const shown = [before, after].map((estate) => trial(flow, part, estate));
      expect(shown).toEqual(ends.map((passes) => ({ isOf: true, passes })));
    }
    found.passing += Number(passing !== undefined);
    found.stopped += Number(stopped !== undefined);
  });
  fc.assert(property, { numRuns: runs(150) });
  expect(found.passing).toBeGreaterThan(0);
  expect(found.stopped).toBeGreaterThan(0);
});

test('beside a group that nobody may read, all is found that becomes so with some rules of it', () => {
  const found = { passing: 0, stopped: 0, nothing: 0 };
  const flows = anyFlow.filter(({ from, to }) =>
    [from, to].some(({ groups = [] }) => groups.includes(unreadName)),
  );
  const property = fc.property(flows, anyEstate, anyEstate, (flow, before, drawn) => {
    const after = before.map((group, index) => ({
      ...group,
      rules: [...group.rules.slice(1), ...(drawn[index]?.rules.slice(0, 1) ?? [])],
    }));
    const type = before[0]?.type ?? 'normal';
    const unread = unreadGroups([stateBeside(type)]);
    const times = { first: at(before), now: at(after), unread };
    const could = (packets: readonly EndsPacket[], wanted: 'opens' | 'closes') =>
      couldBe(wanted, { flow, before, after, packets });
    const isAsked = universe.map(isOfFlow(flow));
    for (const [part, wanted] of [
      [passingPart(flow, times), 'opens'],
      [stoppedPart(flow, times), 'closes'],
    ] as const) {
      if (part === undefined) {
        const missed = could(universe, wanted).findIndex((is, index) => is && isAsked[index]);
        expect({ wanted, missed: universe[missed] }).toEqual({ wanted, missed: undefined });
        found.nothing += 1;
        continue;
      }
      const packet = packetOf(flow, part);
      if (packet === undefined) throw new Error('there is no packet');
      const probe = probeOf(packet);
      expect([isOfFlow(flow)(probe), ...could([probe], wanted)]).toEqual([true, true]);
      found[wanted === 'opens' ? 'passing' : 'stopped'] += 1;
    }
  });
  fc.assert(property, { numRuns: runs(80) });
  expect(found.passing).toBeGreaterThan(5);
  expect(found.stopped).toBeGreaterThan(5);
  expect(found.nothing).toBeGreaterThan(5);
});

test('each packet that is shown comes with who decides about it', () => {
  const property = fc.property(anyFlow, anyEstate, (flow, estate) => {
    const now = at(estate);
    for (const part of [passingPart(flow, { now }), stoppedPart(flow, { now })]) {
      const packet = part && packetOf(flow, part);
      if (part === undefined || packet === undefined) continue;
      const told = decisionsAbout(flow, part, packet, now);
      const ends = [flow.from, flow.to].filter((side) => side.groups !== undefined).length;
      expect(told).toHaveLength(part.stoppedAt === undefined ? ends : 1);
      for (const { policy, by } of told) {
        expect(by).not.toEqual([]);
        expect(policy).toBe(part.stoppedAt === undefined ? 'accept' : 'drop');
        for (const { text } of by) {
          const verb = /^(accept|drop) /.exec(text)?.[1];
          if (verb !== undefined) expect(verb).toBe(policy);
        }
      }
    }
  });
  fc.assert(property, { numRuns: runs(150) });
});

/**
 * What the unread group may hold, as far as one packet can tell: nothing, or one rule at any strength.
 * Rules made by the cloud before 2020 are weaker than any that can be written.
 */
function everyNeighbour(type: StateGroup['type']): readonly StateGroup[] {
  const common = { name: unreadName, type, isOurs: false, unwritten: [] } as const;
  const ruleSets = [
    [],
    ...[1, 2, 3, 4, 100, 110].flatMap((priority) =>
      (['accept', 'drop'] as const).map((policy) =>
        (['ingress', 'egress'] as const).flatMap((direction) =>
          everywhere.map((cidr): Rule => {
            const peer = { kind: 'cidr', cidr } as const;
            return { direction, policy, traffic: { protocol: 'all' }, peer, priority };
          }),
        ),
      ),
    ),
  ];
  return ruleSets.flatMap((rules) =>
    (['drop', 'accept'] as const).map((innerAccessPolicy) => {
      return { ...common, innerAccessPolicy, rules };
    }),
  );
}

/** By the number of the packet, whether with some rules of the unread group it opens, or closes. */
function couldBe(
  wanted: 'opens' | 'closes',
  {
    flow,
    before,
    after,
    packets,
  }: {
    flow: AssertedFlow;
    before: readonly StateGroup[];
    after: readonly StateGroup[];
    packets: readonly EndsPacket[];
  },
): readonly boolean[] {
  const type = before[0]?.type ?? 'normal';
  /** By neighbour, whether this end alone lets each packet through. */
  const historiesAt = (end: 'from' | 'to') => {
    const names = flow[end].groups;
    const neighbours = names?.includes(unreadName) ? everyNeighbour(type) : [undefined];
    return neighbours.map((neighbour) =>
      [before, after].map((estate) => {
        const known = names?.flatMap((name) => at(estate)(name) ?? []);
        const groups = known && [...known, ...(neighbour === undefined ? [] : [neighbour])];
        const ends = { from: undefined, to: undefined, [end]: groups };
        return passes(packets, ends);
      }),
    );
  };
  const [senders, receivers] = [historiesAt('from'), historiesAt('to')];
  return packets.map((_, index) =>
    senders.some(([sentBefore, sentAfter]) =>
      receivers.some(([receivedBefore, receivedAfter]) => {
        const was = sentBefore?.[index] === true && receivedBefore?.[index] === true;
        const is = sentAfter?.[index] === true && receivedAfter?.[index] === true;
        return wanted === 'opens' ? is && !was : was && !is;
      }),
    ),
  );
}

/** An interface in both groups and the unread one. */
function stateBeside(type: StateGroup['type']): AccessState {
  const known = { name: 'web', type, innerAccessPolicy: 'drop', rules: [] } as const;
  const one = { id: 'eni-1', groups: ['app', unreadName, 'web'], addresses: [] };
  return {
    ...{ kind: 'live', inVpc: new Set(), names: new Map(), networks: new Map() },
    groups: new Map(
      ['web', 'app'].map((name) => [name, { ...known, name, isOurs: true, unwritten: [] }]),
    ),
    interfaces: { kind: 'read', all: [one] },
  };
}

/** The packet that is shown, put to the oracle. */
function trial(flow: AssertedFlow, part: FlowPart, estate: readonly StateGroup[]) {
  const packet = packetOf(flow, part);
  if (packet === undefined) throw new Error('there is no packet');
  const probe = probeOf(packet);
  return {
    isOf: isOfFlow(flow)(probe),
    passes: passesAt(flow, estate, [probe])[0],
  };
}

function probeOf({ protocol, port = 0, sourcePort, from, to }: FlowPacket): EndsPacket {
  const [source = '', destination = ''] = [from.address, to.address];
  return {
    protocol: protocol as EndsPacket['protocol'],
    port,
    sourcePort: sourcePort ?? 0,
    ...{ from: source, to: destination },
    fromIn: from.within.filter((name) => name !== 'prl-x'),
    toIn: to.within.filter((name) => name !== 'prl-x'),
    isListed: [...from.within, ...to.within].includes('prl-x'),
  };
}
