// A universe so small that things collide: three groups, blocks within four addresses of each
// family, a handful of ports and priorities. In a larger one random rules would never meet.
//
// Rules are drawn as matches from a pool, and each match stands in the live state at up to two
// priorities and in the desired state at one or none; so every kind of edit is common. Desired
// states obey what src/desired guarantees.
import fc from 'fast-check';
import type { SeedGroup, SeedRule } from '../../src/emulator/seed.ts';
import type { Cidr } from '../../src/model/cidr.ts';
import type { GroupId, GroupName, Tags } from '../../src/model/group-identity.ts';
import type { DesiredGroup, GroupType } from '../../src/model/group.ts';
import type { Peer } from '../../src/model/peer.ts';
import type { Direction, Policy, Rule, WrittenRule } from '../../src/model/rule.ts';
import type { DesiredState, Target } from '../../src/model/target.ts';
import type { Traffic } from '../../src/model/traffic.ts';
import type { Packet } from '../oracle.ts';
import { oddlySpelled, wireOfRule } from './wire-words.ts';

export const region = 'cn-hangzhou';
export const owner = 'edge-platform';
export const target: Target = {
  name: 'prod',
  account: '1000000000000001',
  region,
  vpc: 'vpc-bp1example00000000001',
};

export const groupNames = ['web', 'app', 'db'] as GroupName[];
/** A group of somebody else, on the same interfaces as ours. */
export const othersId = 'sg-others';

/** The ids of live groups; those of groups that are to be made are the emulator's choice. */
export function seededId(name: string): GroupId {
  return `sg-live-${name}` as GroupId;
}

export interface Scenario {
  readonly desired: DesiredState;
  /** The live groups, the one of somebody else included. */
  readonly seeds: readonly SeedGroup[];
  /** Groups of ours that are there before and after, whose members may be hit. */
  readonly surviving: readonly { readonly id: string; readonly type: GroupType }[];
}

interface Match {
  readonly direction: Direction;
  readonly policy: Policy;
  readonly traffic: Traffic;
  /** A block, the number of a group, or the word `others`. */
  readonly peer: string | number;
  readonly local: Cidr | undefined;
}

interface Entry {
  readonly match: Match;
  readonly live: readonly {
    readonly priority: number;
    readonly description: string;
    readonly isOdd: boolean;
  }[];
  readonly desired:
    { readonly priority: number; readonly description: string | undefined } | undefined;
}

interface Sketch {
  readonly type: GroupType;
  readonly before: 'ours' | 'adoptable' | 'missing';
  readonly after: 'present' | 'absent' | 'unwritten';
  readonly cloudName: string;
  readonly description: readonly [string, string | undefined];
  readonly inner: readonly [Policy, Policy | undefined];
  readonly tags: readonly [Tags, Tags | undefined];
  readonly isWritten: Readonly<Record<Direction, boolean>>;
  readonly entries: readonly Entry[];
}

const both = ['ipv4', 'ipv6'] as const;
const blocks = {
  ipv4: ['0.0.0.0/0', '10.0.0.0/30', '10.0.0.0/31', '10.0.0.2/31', '10.0.0.1/32'],
  ipv6: ['::/0', '2001:db8::/127', '2001:db8::1/128'],
} as const;
const localBlocks = { ipv4: '192.168.0.0/32', ipv6: '2001:db8:9::/128' } as const;

/** Every packet that a test asks about. */
export const packets: readonly Packet[] = makePackets();

/** `twins`: whether the live state may hold one match at two priorities. */
export function scenarios({ twins }: { readonly twins: boolean }): fc.Arbitrary<Scenario> {
  const sketches = groupNames.map((name) => sketch(name, { twins }));
  return fc
    .tuple(fc.array(entry({ twins }), { maxLength: 3 }), ...sketches)
    .map(([others, ...groups]) => toScenario(groups, others));
}

function sketch(name: string, options: { readonly twins: boolean }): fc.Arbitrary<Sketch> {
  return fc.record({
    type: weighted<GroupType>([6, 'normal'], [1, 'enterprise']),
    before: weighted<Sketch['before']>([7, 'ours'], [2, 'missing'], [1, 'adoptable']),
    after: weighted<Sketch['after']>([10, 'present'], [2, 'absent'], [1, 'unwritten']),
    cloudName: weighted([5, name], [1, `${name}-renamed`]),
    description: fc.tuple(
      fc.constantFrom('', 'one', 'two'),
      fc.constantFrom(undefined, '', 'one', 'two'),
    ),
    inner: fc.tuple(
      fc.constantFrom<Policy>('accept', 'drop'),
      fc.constantFrom<Policy | undefined>(undefined, 'accept', 'drop'),
    ),
    tags: fc.tuple(
      fc.constantFrom<Tags>({}, { team: 'x' }, { team: 'y', old: '1' }),
      fc.constantFrom<Tags | undefined>(undefined, {}, { team: 'x' }),
    ),
    isWritten: fc.record({
      ingress: weighted([9, true], [1, false]),
      egress: weighted([5, true], [1, false]),
    }),
    entries: fc.uniqueArray(entry(options), {
      maxLength: 6,
      selector: ({ match }) => JSON.stringify(match),
    }),
  });
}

function entry({ twins }: { readonly twins: boolean }): fc.Arbitrary<Entry> {
  return fc.record({
    match: match(),
    live: fc.uniqueArray(
      fc.record({
        priority: weighted([4, 1], [4, 2], [4, 3], [1, 110]),
        description: fc.constantFrom('', 'a', 'emoji 🚀'),
        isOdd: weighted([3, false], [1, true]),
      }),
      { maxLength: twins ? 2 : 1, selector: ({ priority }) => priority },
    ),
    desired: fc.option(
      fc.record({
        priority: weighted([4, 1], [4, 2], [4, 3], [1, 100]),
        description: fc.constantFrom(undefined, '', 'a', 'emoji 🚀'),
      }),
      { nil: undefined, freq: 2 },
    ),
  });
}

function match(): fc.Arbitrary<Match> {
  return fc
    .record({
      direction: weighted<Direction>([3, 'ingress'], [1, 'egress']),
      policy: fc.constantFrom<Policy>('accept', 'drop'),
      protocol: weighted([6, 'tcp'], [1, 'udp'], [1, 'icmp'], [3, 'all']),
      ports: fc.constantFrom([80, 80], [80, 81], [81, 82], [1, 65535]),
      fromPorts: weighted([7, false], [1, true]),
      peer: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...blocks.ipv4) },
        { weight: 2, arbitrary: fc.constantFrom(...blocks.ipv6) },
        { weight: 2, arbitrary: fc.nat(groupNames.length - 1) },
        { weight: 1, arbitrary: fc.constant('others' as const) },
      ),
      isLocal: weighted([7, false], [1, true]),
    })
    .map(({ direction, policy, protocol, ports, fromPorts, peer, isLocal }) => {
      const isIpv6 = typeof peer === 'string' && peer.includes(':');
      const local = localBlocks[isIpv6 ? 'ipv6' : 'ipv4'] as Cidr;
      const traffic = toTraffic(protocol, { ports, fromPorts, isIpv6 });
      return { direction, policy, traffic, peer, local: isLocal ? local : undefined };
    });
}

function toTraffic(
  protocol: string,
  {
    ports: [first, last],
    fromPorts,
    isIpv6,
  }: {
    readonly ports: readonly [number, number];
    readonly fromPorts: boolean;
    readonly isIpv6: boolean;
  },
): Traffic {
  if (protocol === 'tcp' || protocol === 'udp') {
    const sourcePorts = fromPorts ? { sourcePorts: { first: 1000, last: 1500 } } : {};
    return { protocol, ports: { kind: 'range', first, last }, ...sourcePorts };
  }
  if (protocol === 'all') return { protocol };
  return { protocol: isIpv6 ? 'icmpv6' : 'icmp' };
}

function weighted<Value>(...pairs: readonly (readonly [number, Value])[]): fc.Arbitrary<Value> {
  return fc.oneof(...pairs.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
}

/** The state of a group that is neither wished away nor half of both. */
function toScenario(drawn: readonly Sketch[], others: readonly Entry[]): Scenario {
  const sketches = drawn.map((sketch): Sketch => {
    if (sketch.before === 'adoptable') return { ...sketch, after: 'present' };
    return sketch.before === 'missing' && sketch.after === 'unwritten'
      ? { ...sketch, after: 'present' }
      : sketch;
  });
  const written = sketches.flatMap((sketch, index) => desiredGroup(sketch, index, sketches) ?? []);
  const seeds = sketches.flatMap((sketch, index) => seedGroup(sketch, index, sketches) ?? []);
  return {
    desired: { owner, target, groups: written },
    seeds: [...seeds, othersGroup(others)],
    surviving: sketches.flatMap(({ type, before, after }, index) =>
      before === 'missing' || after === 'absent'
        ? []
        : [{ id: seededId(groupNames[index] ?? ''), type }],
    ),
  };
}

function desiredGroup(
  sketch: Sketch,
  index: number,
  all: readonly Sketch[],
): DesiredGroup | undefined {
  const name = groupNames[index];
  if (name === undefined || sketch.after === 'unwritten') return undefined;
  const source = { file: `groups/${name}.yaml`, line: 1, column: 1 };
  if (sketch.after === 'absent') return { state: 'absent', name, source };
  const isEnterprise = sketch.type === 'enterprise';
  const [, inner] = sketch.inner;
  const rules = sketch.entries.flatMap(({ match, desired }, line): WrittenRule[] => {
    const peer = desired && peerOf(match, { index, all, side: 'after' });
    if (peer === undefined || desired === undefined) return [];
    const place = { ...source, line: line + 10 };
    return [{ ...ruleOf(match, peer, desired), source: place }];
  });
  const inDirection = (direction: Direction) =>
    sketch.isWritten[direction] ? rules.filter((rule) => rule.direction === direction) : undefined;
  return {
    state: 'present',
    name,
    cloudName: name,
    type: sketch.type,
    description: sketch.description[1],
    innerAccessPolicy: isEnterprise && inner === 'accept' ? undefined : inner,
    tags: sketch.tags[1],
    adopt: sketch.before === 'adoptable' ? seededId(name) : undefined,
    ingress: inDirection('ingress'),
    egress: inDirection('egress'),
    source,
  };
}

function seedGroup(sketch: Sketch, index: number, all: readonly Sketch[]): SeedGroup | undefined {
  const name = groupNames[index];
  if (name === undefined || sketch.before === 'missing') return undefined;
  const rules = sketch.entries.flatMap(({ match, live }) =>
    live.flatMap((one): SeedRule[] => {
      const peer = peerOf(match, { index, all, side: 'before' });
      return peer === undefined ? [] : [seedRule(ruleOf(match, peer, one), one)];
    }),
  );
  const ours = { 'sluice:owner': owner, 'sluice:group': name };
  const accepts = sketch.type === 'normal' && sketch.inner[0] === 'accept';
  return {
    region,
    id: seededId(name),
    vpcId: target.vpc,
    type: sketch.type,
    name: sketch.cloudName,
    description: sketch.description[0],
    innerAccessPolicy: accepts ? 'Accept' : 'Drop',
    tags: { ...sketch.tags[0], ...(sketch.before === 'ours' ? ours : {}) },
    rules,
  };
}

/** On interfaces of both types, so without group peers. */
function othersGroup(entries: readonly Entry[]): SeedGroup {
  const rules = entries.flatMap(({ match, live }) =>
    live.flatMap((one): SeedRule[] => {
      const peer = typeof match.peer === 'string' && match.peer !== 'others' && match.peer;
      if (peer === false) return [];
      return [seedRule(ruleOf(match, { kind: 'cidr', cidr: peer as Cidr }, one), one)];
    }),
  );
  return { region, id: othersId, vpcId: target.vpc, name: 'others', rules };
}

function seedRule(rule: Rule, { isOdd }: { readonly isOdd: boolean }): SeedRule {
  const words = wireOfRule(rule, seededId);
  return isOdd ? oddlySpelled(words) : words;
}

function ruleOf(
  { direction, policy, traffic, local }: Match,
  peer: Peer,
  {
    priority,
    description,
  }: { readonly priority: number; readonly description: string | undefined },
): Rule {
  return {
    direction,
    policy,
    traffic,
    peer,
    ...(local === undefined ? {} : { local }),
    priority,
    ...(description === undefined ? {} : { description }),
  };
}

/** Undefined where such a peer cannot be: then there is no such rule. */
function peerOf(
  { peer, direction }: Match,
  {
    index,
    all,
    side,
  }: {
    readonly index: number;
    readonly all: readonly Sketch[];
    readonly side: 'before' | 'after';
  },
): Peer | undefined {
  const self = all[index];
  if (peer !== 'others' && typeof peer === 'string') return { kind: 'cidr', cidr: peer as Cidr };
  if (self?.type !== 'normal') return undefined;
  if (peer === 'others') return { kind: 'foreignGroup', groupId: othersId as GroupId };
  const [other, group] = [all[peer], groupNames[peer]];
  if (other?.type !== 'normal' || group === undefined || peer === index) return undefined;
  if (side === 'after') return other.after === 'present' ? { kind: 'group', group } : undefined;
  // What nobody may touch must not refer to what is to be deleted: that plan cannot succeed.
  const isKept =
    self.after === 'unwritten' || (self.after === 'present' && !self.isWritten[direction]);
  const isThere = other.before !== 'missing' && !(isKept && other.after === 'absent');
  return isThere ? { kind: 'group', group } : undefined;
}

function makePackets(): readonly Packet[] {
  const ids = groupNames.map(seededId);
  const memberships = [[], ...ids.map((id) => [id]), ids, [othersId]];
  const addresses = {
    ipv4: ['10.0.0.0', '10.0.0.1', '10.0.0.2', '192.0.2.1'],
    ipv6: ['2001:db8::', '2001:db8::1'],
  };
  const traffics = [
    ...[80, 81, 9000].map((port) => ({ protocol: 'tcp' as const, port, families: both })),
    { protocol: 'udp' as const, port: 80, families: both },
    { protocol: 'icmp' as const, port: 0, families: ['ipv4'] as const },
    { protocol: 'icmpv6' as const, port: 0, families: ['ipv6'] as const },
  ];
  const ends = [
    { sourcePort: 1000, local: { ipv4: '192.168.0.0', ipv6: '2001:db8:9::' } },
    { sourcePort: 2000, local: { ipv4: '192.168.0.1', ipv6: '2001:db8:9::1' } },
  ];
  return (['ingress', 'egress'] as const).flatMap((direction) =>
    traffics.flatMap(({ protocol, port, families }) =>
      families.flatMap((family) =>
        addresses[family].flatMap((peer) =>
          ends.flatMap(({ sourcePort, local }) =>
            memberships.map((peerGroups) => ({
              direction,
              protocol,
              port,
              sourcePort,
              peer,
              local: local[family],
              peerGroups,
            })),
          ),
        ),
      ),
    ),
  );
}
