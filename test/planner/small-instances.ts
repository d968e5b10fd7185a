// Few rules of one direction of one group, before and after, in a universe so small that they
// collide; and every packet of that universe, with the rules that match it as the oracle says.
import fc from 'fast-check';
import type { Cidr } from '../../src/model/cidr.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { Peer } from '../../src/model/peer.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { Traffic } from '../../src/model/traffic.ts';
import { matches as doesMatch, type Packet } from '../oracle.ts';
import { seededId } from './names.ts';
import { matchText, wholeText, wireOfRule } from './wire-words.ts';

/** The rules of `after` have keys of their own, as written rules do; those of `before` may not. */
export interface Instance {
  readonly before: readonly Rule[];
  readonly after: readonly Rule[];
}

/** The largest priority that is drawn. */
export const drawnPriorityMax = 4;

export interface Sizes {
  /** How many rules come, go, and stay at most, each. */
  readonly sideMax: number;
  /** Whether one key may stand twice before. */
  readonly twins: boolean;
}

interface Drawn {
  readonly match: Match;
  readonly live: readonly Pick<Rule, 'priority' | 'description'>[];
  readonly wanted: Pick<Rule, 'priority' | 'description'> | undefined;
}

type Match = Omit<Rule, 'priority' | 'description'>;

/** Half of them are of few matches that all meet. */
export function instances({ sideMax, twins }: Sizes): fc.Arbitrary<Instance> {
  return fc
    .constantFrom(matches, nestedMatches)
    .chain((pool) =>
      fc.uniqueArray(drawn(pool, { twins }), {
        maxLength: 2 * sideMax + 2,
        selector: ({ match }) => keyOf(match),
      }),
    )
    .map((all) => toInstance(all, sideMax));
}

function toInstance(all: readonly Drawn[], sideMax: number): Instance {
  let instance: Instance = { before: [], after: [] };
  for (const { match, live, wanted } of all) {
    const more = {
      before: [...instance.before, ...live.map((one) => ({ ...match, ...one }))],
      after: [...instance.after, ...(wanted ? [{ ...match, ...wanted }] : [])],
    };
    const { stays, comes, goes } = differenceOf(more);
    if ([stays, comes, goes].every((rules) => rules.length <= sideMax)) instance = more;
  }
  return instance;
}

/** As multisets of whole rules. */
export function differenceOf({ before, after }: Instance): {
  readonly stays: readonly Rule[];
  readonly comes: readonly Rule[];
  readonly goes: readonly Rule[];
} {
  const goes = [...before];
  const stays: Rule[] = [];
  const comes = after.filter((rule) => {
    const index = goes.findIndex((one) => wholeText(wire(one)) === wholeText(wire(rule)));
    if (index >= 0) stays.push(...goes.splice(index, 1));
    return index < 0;
  });
  return { stays, comes, goes };
}

/** What a rule matches and does. */
export function keyOf(rule: Omit<Rule, 'priority'>): string {
  return matchText(wire({ priority: 1, ...rule }));
}

/** By the number of the packet in `packets`. */
export function matchedBy(rule: Rule): Uint8Array {
  const key = keyOf(rule);
  const found =
    matchCache.get(key) ??
    Uint8Array.from(packets, (packet) => Number(doesMatch(wire(rule), packet)));
  matchCache.set(key, found);
  return found;
}

const matchCache = new Map<string, Uint8Array>();

function wire(rule: Rule) {
  return wireOfRule(rule, seededId);
}

function drawn(
  pool: readonly Match[],
  { twins }: { readonly twins: boolean },
): fc.Arbitrary<Drawn> {
  const standing = fc.record({
    priority: fc.integer({ min: 1, max: drawnPriorityMax }),
    description: fc.constantFrom('', 'a', 'b'),
  });
  const kinds = fc.constantFrom('stays', 'moves', 'comes', 'goes', ...(twins ? ['twins'] : []));
  return fc
    .record({ match: fc.constantFrom(...pool), kind: kinds, one: standing, other: standing })
    .map(({ match, kind, one, other }) => ({
      match,
      live: kind === 'comes' ? [] : kind === 'twins' ? [one, other] : [one],
      wanted: kind === 'goes' ? undefined : kind === 'stays' || kind === 'comes' ? one : other,
    }));
}

function allMatches(traffics: readonly Traffic[], peers: readonly Peer[]): readonly Match[] {
  return (['accept', 'drop'] as const).flatMap((policy) =>
    traffics.flatMap((traffic) =>
      peers.map((peer) => ({ direction: 'ingress' as const, policy, traffic, peer })),
    ),
  );
}

function block(cidr: string): Peer {
  return { kind: 'cidr', cidr: cidr as Cidr };
}

function tcp(first: number, last: number) {
  return { protocol: 'tcp', ports: { kind: 'range', first, last } } as const;
}

/** Of each class that the matches above tell apart, one. */
export const packets: readonly Packet[] = [80, 81, 82, 9000, 0].flatMap((port) =>
  [1000, 2000].flatMap((sourcePort) =>
    ['10.0.0.0', '10.0.0.1', '10.0.0.2', '192.0.2.1', '2001:db8::', '2001:db8::9'].flatMap((peer) =>
      [[], [seededId('app')]].map((peerGroups) => ({
        direction: 'ingress' as const,
        protocol: port === 0 ? ('gre' as const) : ('tcp' as const),
        port,
        sourcePort,
        peer,
        local: peer.includes(':') ? '2001:db8:9::' : '192.168.0.0',
        peerGroups,
      })),
    ),
  ),
);

const all: Traffic = { protocol: 'all' };
const nestedMatches = allMatches(
  [tcp(80, 80), tcp(80, 81), all],
  ['0.0.0.0/0', '10.0.0.0/31', '10.0.0.1/32'].map(block),
);
const matches = allMatches(
  [
    ...[tcp(80, 80), tcp(80, 81), tcp(81, 82), all],
    { ...tcp(80, 80), sourcePorts: { first: 1000, last: 1500 } },
  ],
  [
    ...['0.0.0.0/0', '10.0.0.0/30', '10.0.0.0/31', '10.0.0.1/32', '2001:db8::/127'].map(block),
    { kind: 'group', group: 'app' as GroupName },
  ],
);
