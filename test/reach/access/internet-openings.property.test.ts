// Goal: a port is called open to the internet exactly where that many public addresses reach it, and
// by the rules that let them.
// Method: random rules over blocks about as large as what counts as much. Their edges, and those of
// what is not public, cut all addresses into cells; the oracle decides about a packet of each cell, and
// the sizes of the cells are added up.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cidr, Family } from '../../../src/model/cidr.ts';
import type { GroupName } from '../../../src/model/group-identity.ts';
import type { Peer } from '../../../src/model/peer.ts';
import { directions, type Policy, type WrittenRule } from '../../../src/model/rule.ts';
import { defaultNodesMax } from '../../../src/reach/access/analysis.ts';
import type { AccessGroup } from '../../../src/reach/access/contender.ts';
import { internetOpenings } from '../../../src/reach/access/internet-openings.ts';
import { internet } from '../../../src/reach/access/public-addresses.ts';
import { Oracle, type Packet } from '../../oracle.ts';
import { runs } from '../../runs.ts';
import { addressAt, ipv6First } from '../regions.ts';
import { anyTraffic } from './any-groups.ts';
import { complete } from './complete.ts';
import { bounds, memberTest } from './in-set.ts';
import { knownEntries, knownLists, prefixEntries } from './known-lists.ts';
import { wireOf } from './verdicts.ts';

const blocks = [
  ...['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '20.0.0.0/8', '20.0.0.0/9', '20.128.0.0/9'],
  ...['20.9.9.9/32', '10.0.0.0/8', '11.0.0.0/9', '192.0.0.0/8', '198.0.0.0/7'],
  ...['::/0', '2000::/3', '2400::/16', '2400::/17', '2400:8000::/17', '2400::/64'],
  ...['2001::/16', '2001:db8::/32', 'fc00::/7'],
] as Cidr[];
const locals = {
  ipv4: ['0.0.0.0/0', '192.168.0.0/32'],
  ipv6: ['::/0', '2001:db8:9::/128'],
} as const;
/** One of each piece that the traffic of `any-groups` tells apart. */
const ports = [1, 22, 23, 80, 81];
const sourcePorts = [1, 1024];

interface Cell {
  readonly family: Family;
  readonly peer: string;
  readonly size: bigint;
}

/** Of public addresses alone. */
const cells = publicCells();
const families: readonly Family[] = ['ipv4', 'ipv6'];
const enough = { ipv4: 2n ** 24n, ipv6: 2n ** 112n };

const peer: fc.Arbitrary<Peer> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom(...blocks).map((cidr): Peer => ({ kind: 'cidr', cidr })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Peer>(
      { kind: 'group', group: 'app' as GroupName },
      { kind: 'prefixList', prefixList: 'pl-x' },
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...knownLists.prefixLists.keys())
      .map((prefixList): Peer => ({ kind: 'prefixList', prefixList })),
  },
);

const anyGroups = fc
  .record({
    direction: fc.constantFrom(...directions),
    type: fc.constantFrom('normal', 'normal', 'enterprise'),
    isShared: fc.boolean(),
    rules: fc.array(
      fc.record({
        policy: fc.constantFrom<Policy>('accept', 'accept', 'drop'),
        traffic: anyTraffic(),
        peer,
        priority: fc.integer({ min: 1, max: 3 }),
        line: fc.integer({ min: 1, max: 4 }),
        local: fc.constantFrom('any', 'any', 'any', 'whole', 'one'),
      }),
      { maxLength: 7 },
    ),
  })
  .map(({ direction, type, isShared, rules }) => {
    const written = rules.map(({ line, local, ...rule }): WrittenRule => {
      const isIpv6 = rule.peer.kind === 'cidr' ? rule.peer.cidr.includes(':') : line > 2;
      const [whole, one] = locals[isIpv6 ? 'ipv6' : 'ipv4'];
      return {
        ...rule,
        direction,
        ...(local === 'any' ? {} : { local: (local === 'whole' ? whole : one) as Cidr }),
        source: { file: 'groups/web.yaml', line, column: rule.policy === 'drop' ? 5 : 7 },
      };
    });
    const groups = (isShared ? ['web', 'api'] : ['web']).map((name, index, names) => ({
      name,
      type,
      innerAccessPolicy: 'drop' as const,
      rules: written.filter((_, at) => at % names.length === index),
      lists: knownLists,
    }));
    return { direction, groups: groups };
  });

test('a port is open exactly where enough public addresses reach it, by those who let them', () => {
  let count = 0;
  const property = fc.property(anyGroups, ({ direction, groups }) => {
    const options = { direction, nodesMax: defaultNodesMax };
    const { openings } = complete(internetOpenings(groups, options));
    for (const protocol of ['tcp', 'udp'] as const) {
      for (const family of families) {
        for (const port of ports) {
          const found = openings.filter(
            (one) =>
              one.protocol === protocol &&
              one.family === family &&
              one.ports.first <= port &&
              port <= one.ports.last,
          );
          const wanted = expected(groups, { direction, protocol, family, port });
          count += found.length;
          const rules = found.map((one) => new Set(one.rules));
          const where = { protocol, family, port };
          expect({ where, rules }).toEqual({ where, rules: wanted });
        }
      }
    }
  });
  fc.assert(property, { numRuns: runs(150) });
  expect(count).toBeGreaterThan(200);
});

/** Who opens a port: one set of rules, or none where it is not open. */
function expected(
  groups: readonly AccessGroup<WrittenRule>[],
  {
    family,
    ...where
  }: Pick<Packet, 'direction' | 'protocol' | 'port'> & { readonly family: Family },
): readonly ReadonlySet<WrittenRule>[] {
  const own = cells.filter((cell) => cell.family === family);
  const isMany = (isReached: (cell: Cell) => boolean) =>
    own.reduce((sum, cell) => sum + (isReached(cell) ? cell.size : 0n), 0n) >= enough[family];
  const reach = (of: readonly AccessGroup<WrittenRule>[]) => reachedFrom(of, { ...where, family });
  const reached = reach(groups);
  if (!isMany((cell) => reached.has(cell))) return [];
  const rules = groups.flatMap((group) => group.rules);
  const drops = rules.filter(({ policy }) => policy === 'drop');
  const openers = rules
    .filter(({ policy }) => policy === 'accept')
    .map((rule) => ({ rule, from: reach([filtering([rule, ...drops])]) }))
    .filter(({ from }) => from.size > 0);
  const alone = openers.filter(({ rule }) => {
    const inPlace = openers.filter((other) => other.rule.source.line === rule.source.line);
    return isMany((cell) => inPlace.some(({ from }) => from.has(cell)));
  });
  const isTogether = isMany((cell) => openers.some(({ from }) => from.has(cell)));
  const named = alone.length > 0 ? alone : isTogether ? openers : [];
  return [new Set(named.map(({ rule }) => rule))];
}

/** A group that lets through only what these rules say, in either direction. */
function filtering(rules: readonly WrittenRule[]): AccessGroup<WrittenRule> {
  return { name: 'alone', type: 'enterprise', innerAccessPolicy: 'drop', rules, lists: knownLists };
}

type Where = Pick<Packet, 'direction' | 'protocol' | 'port'> & { readonly family: Family };

/** The cells of which any packet gets through, of any source port, from or to any of our addresses. */
function reachedFrom(groups: readonly AccessGroup[], where: Where): ReadonlySet<Cell> {
  const { packets, oracle } = askedAt(where);
  const [type = 'normal'] = groups.map((group) => group.type);
  const found = oracle.decide({ type, groups: groups.map((group) => wireOf(group, false)) });
  return new Set(packets.flatMap(({ cell }, at) => (found[at] === 'accept' ? [cell] : [])));
}

interface Asked {
  readonly packets: readonly { readonly cell: Cell; readonly packet: Packet }[];
  readonly oracle: Oracle;
}

const known = new Map<string, Asked>();

/** From nobody who is in a group or in a list. */
function askedAt({ family, ...where }: Where): Asked {
  const key = Object.values({ family, ...where }).join(' ');
  const found = known.get(key);
  if (found !== undefined) return found;
  const [some, others] =
    family === 'ipv6' ? ['2001:db8:9::', '2001:db8:9::1'] : ['192.168.0.0', '192.168.0.1'];
  const packets = cells
    .filter((cell) => cell.family === family)
    .flatMap((cell) =>
      [some, others].flatMap((local) =>
        sourcePorts.map((sourcePort) => {
          const packet: Packet = { ...where, sourcePort, peer: cell.peer, local, peerGroups: [] };
          return { cell, packet };
        }),
      ),
    );
  const asked = {
    packets,
    oracle: new Oracle(
      packets.map(({ packet }) => packet),
      knownEntries,
    ),
  };
  known.set(key, asked);
  return asked;
}

function publicCells(): readonly Cell[] {
  const listed = Object.values(prefixEntries).flat();
  const all = [...blocks, ...listed, ...internet.blocks, ...internet.except];
  const edges = all.flatMap((block) => bounds(block));
  const sorted = [...new Set(edges)].sort((one, other) => (one < other ? -1 : 1));
  const isPublic = memberTest({
    direction: 'ingress',
    protocols: ['tcp'],
    peers: internet.blocks,
    peersExcept: internet.except,
  });
  return sorted.slice(0, -1).flatMap((first, index): readonly Cell[] => {
    const family = first < ipv6First ? 'ipv4' : 'ipv6';
    const [peer, size] = [addressAt(first), (sorted[index + 1] ?? first) - first];
    const packet = { direction: 'ingress', protocol: 'tcp', port: 1, sourcePort: 1 } as const;
    const isIn = isPublic({ ...packet, peer, local: peer, peerGroups: [] });
    return isIn ? [{ family, peer, size }] : [];
  });
}
