// Groups of the tiny universe, drawn at random.
//
// Rules are drawn as matches from a pool, and each match stands in the live state at up to two
// priorities and in the desired state at one or none; so every kind of edit is common.
import fc from 'fast-check';
import type { Cidr } from '../../src/model/cidr.ts';
import type { Tags } from '../../src/model/group-identity.ts';
import type { GroupType } from '../../src/model/group.ts';
import type { Direction, Policy } from '../../src/model/rule.ts';
import type { Traffic } from '../../src/model/traffic.ts';
import { groupNames } from './names.ts';

export interface Match {
  readonly direction: Direction;
  readonly policy: Policy;
  readonly traffic: Traffic;
  /** A block, the number of a group, or the word `others`. */
  readonly peer: string | number;
  readonly local: Cidr | undefined;
}

export interface Entry {
  readonly match: Match;
  readonly live: readonly {
    readonly priority: number;
    readonly description: string;
    readonly isOdd: boolean;
  }[];
  readonly desired:
    { readonly priority: number; readonly description: string | undefined } | undefined;
  /** Whether an additive group that does not want it says that it must go. */
  readonly isAbsent: boolean;
}

export interface Sketch {
  readonly type: GroupType;
  readonly before: 'ours' | 'adoptable' | 'missing';
  readonly after: 'present' | 'absent' | 'released' | 'unwritten' | 'pruned';
  readonly cloudName: string;
  readonly description: readonly [string, string | undefined];
  readonly inner: readonly [Policy, Policy | undefined];
  readonly tags: readonly [Tags, Tags | undefined];
  /** Empty for the default one. */
  readonly resourceGroup: readonly [string, string | undefined];
  readonly isWritten: Readonly<Record<Direction, boolean>>;
  readonly isAdditive: boolean;
  readonly entries: readonly Entry[];
}

const blocks = {
  ipv4: ['0.0.0.0/0', '10.0.0.0/30', '10.0.0.0/31', '10.0.0.2/31', '10.0.0.1/32'],
  ipv6: ['::/0', '2001:db8::/127', '2001:db8::1/128'],
} as const;
const localBlocks = { ipv4: '192.168.0.0/32', ipv6: '2001:db8:9::/128' } as const;

/** A group before and after, as it is drawn; not all of it can be. */
export function sketch(name: string, options: { readonly twins: boolean }): fc.Arbitrary<Sketch> {
  return fc.record({
    type: weighted<GroupType>([6, 'normal'], [1, 'enterprise']),
    before: weighted<Sketch['before']>([7, 'ours'], [2, 'missing'], [1, 'adoptable']),
    after: weighted<Sketch['after']>(
      [20, 'present'],
      [4, 'absent'],
      [2, 'released'],
      [2, 'unwritten'],
      [1, 'pruned'],
    ),
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
    resourceGroup: fc.tuple(
      weighted([3, ''], [1, 'rg-one'], [1, 'rg-two']),
      weighted<string | undefined>([3, undefined], [1, 'rg-one'], [1, 'rg-two']),
    ),
    isWritten: fc.record({
      ingress: weighted([9, true], [1, false]),
      egress: weighted([5, true], [1, false]),
    }),
    isAdditive: weighted([3, false], [1, true]),
    entries: fc.uniqueArray(entry(options), {
      maxLength: 6,
      selector: ({ match }) => JSON.stringify(match),
    }),
  });
}

export function entry({ twins }: { readonly twins: boolean }): fc.Arbitrary<Entry> {
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
    isAbsent: fc.boolean(),
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
