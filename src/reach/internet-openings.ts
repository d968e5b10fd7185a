// Which ports of a group are open between it and the internet, and by which rules.
import type { Cidr, Family } from '../model/cidr.ts';
import { portMax, portMin, type PortRange } from '../model/ports.ts';
import type { Direction, Policy, Rule, WrittenRule } from '../model/rule.ts';
import { formatSource } from '../model/source.ts';
import type { PortedProtocol } from '../model/traffic.ts';
import { addressCount } from './address-count.ts';
import { decidedWithin, type Decided } from './decided-within.ts';

type Bounds = readonly [bigint, bigint];

/** Ports of one protocol and family that a large part of the internet reaches, or is reached at. */
export interface Opening {
  readonly protocol: PortedProtocol;
  readonly family: Family;
  readonly ports: PortRange;
  /** Who opens them. Empty where the default of the group does. */
  readonly rules: readonly WrittenRule[];
}

export interface OpeningsOptions {
  readonly direction: Direction;
  readonly fallback: Policy;
  readonly classesMax: number;
}

/**
 * So many public addresses are the internet and no longer somebody's: a /8 of IPv4, a /16 of IPv6.
 * Nobody but states and the largest carriers holds as many.
 */
const manyAddresses = { ipv4: 1n << 24n, ipv6: 1n << 112n } as const;

/** What is routed on the internet at most: all of IPv4, and of IPv6 what is given out so far. */
const routed = { ipv4: ['0.0.0.0/0'], ipv6: ['2000::/3'] } as const;

/** Of that: private, shared, local, for documentation and tests, multicast and reserved (RFC 6890). */
const notPublic = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '224.0.0.0/3', '2001:db8::/32', '3fff::/20'],
];

/**
 * For TCP and UDP, IPv4 before IPv6, by ports. Members of groups and entries of lists are no part of the
 * internet here. `isComplete` is false where the rules tell more classes of packets apart.
 */
export function internetOpenings(
  rules: readonly WrittenRule[],
  { direction, fallback, classesMax }: OpeningsOptions,
): { readonly openings: readonly Opening[]; readonly isComplete: boolean } {
  const parts = (['tcp', 'udp'] as const).flatMap((protocol) =>
    (['ipv4', 'ipv6'] as const).map((family) => {
      if (fallback === 'drop' && !mayBeMany(rules, { protocol, family })) return nothing;
      const { classes, isComplete } = decidedWithin(rules, {
        direction,
        boxes: routed[family].map((block) => boxFor(block, { direction, protocol })),
        except: notPublic.map((block) => boxFor(block, { direction, protocol })),
        fallback,
        classesMax,
      });
      const open = classes.filter(
        ({ policy, region }) => policy === 'accept' && region.within.length === 0,
      );
      return { openings: openingsOf(open, { protocol, family }), isComplete };
    }),
  );
  return {
    openings: parts.flatMap(({ openings }) => openings),
    isComplete: parts.every(({ isComplete }) => isComplete),
  };
}

const nothing = { openings: [], isComplete: true };

/** Whether the blocks of all accepts together could be so much; nearly always they could not. */
function mayBeMany(rules: readonly WrittenRule[], { protocol, family }: Place): boolean {
  const accepts = rules.filter(({ policy, traffic }) => {
    return policy === 'accept' && (traffic.protocol === protocol || traffic.protocol === 'all');
  });
  return addressCount(accepts, family) >= manyAddresses[family];
}

type Place = Pick<Opening, 'protocol' | 'family'>;

function openingsOf(open: readonly Decided<WrittenRule>[], place: Place): readonly Opening[] {
  const cuts = new Set(
    open.flatMap(({ region }) => region.ports.flatMap(({ first, last }) => [first, last + 1])),
  );
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).flatMap((first, index) => {
    const here = open.filter(({ region }) => {
      return region.ports.some((span) => span.first <= first && first <= span.last);
    });
    if (!isMany(here, place.family)) return [];
    const ports = { first, last: (sorted[index + 1] ?? first + 1) - 1 };
    return [{ ...place, ports, rules: openers(here, place.family) }];
  });
}

/** Those that open so much alone; where none does, all that do it together. */
function openers(here: readonly Decided<WrittenRule>[], family: Family): readonly WrittenRule[] {
  const written = new Map<string, { rules: Set<WrittenRule>; here: Decided<WrittenRule>[] }>();
  for (const one of here) {
    for (const rule of one.rules) {
      const key = formatSource(rule.source);
      const part = written.get(key) ?? { rules: new Set(), here: [] };
      part.rules.add(rule);
      part.here.push(one);
      written.set(key, part);
    }
  }
  const parts = [...written.values()];
  const alone = parts.filter((part) => isMany(part.here, family));
  return (alone.length > 0 ? alone : parts).flatMap((part) => [...part.rules]);
}

function isMany(here: readonly Decided<WrittenRule>[], family: Family): boolean {
  return sizeOf(here.flatMap(({ region }) => region.peers)) >= manyAddresses[family];
}

/** How many addresses are in these runs, each counted once. */
function sizeOf(runs: readonly Bounds[]): bigint {
  const sorted = runs.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
  let [size, reached] = [0n, 0n];
  for (const [first, end] of sorted) {
    const from = first > reached ? first : reached;
    if (end > from) size += end - from;
    if (end > reached) reached = end;
  }
  return size;
}

function boxFor(
  block: string,
  { direction, protocol }: { readonly direction: Direction; readonly protocol: PortedProtocol },
): Rule {
  const ports = { kind: 'range', first: portMin, last: portMax } as const;
  const peer = { kind: 'cidr', cidr: block as Cidr } as const;
  return { direction, policy: 'accept', traffic: { protocol, ports }, peer, priority: 1 };
}
