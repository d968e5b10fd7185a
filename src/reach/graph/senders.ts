// Whom the accept rules of a group let in, and with what: one sender for each group, list and network
// that somebody wrote, rather than for each block.
import type { GraphNode } from '../../model/access-graph.ts';
import type { Cidr } from '../../model/cidr.ts';
import { groupBy } from '../../model/group-by.ts';
import { formatPeer } from '../../model/peer.ts';
import { formatTraffic, type Traffic } from '../../model/traffic.ts';
import { internet } from '../access/public-addresses.ts';
import type { AccessState, StateGroup, StateRule } from '../ends/access-state.ts';
import { aloneIn, memberBlocks, type Place } from '../ends/place.ts';
import { shortCidr } from '../ends/resolve-end.ts';

export interface Sender {
  readonly node: GraphNode;
  /** Where it sends from. */
  readonly place: Place;
  readonly traffic: Traffic;
}

/** One for each sender and each kind of traffic. */
export function sendersTo(group: StateGroup, state: AccessState): readonly Sender[] {
  const rules = group.rules.filter(
    ({ direction, policy }) => direction === 'ingress' && policy === 'accept',
  );
  const byTraffic = [...groupBy(rules, ({ traffic }) => formatTraffic(traffic)).values()];
  return [
    ...(group.type === 'normal' && group.innerAccessPolicy === 'accept'
      ? [{ ...groupSender(group.name, state), traffic: { protocol: 'all' } as const }]
      : []),
    ...byTraffic.flatMap((alike) => {
      const [{ traffic } = { traffic: { protocol: 'all' } as const }] = alike;
      return sendersOf(alike, { networks: networksFor(traffic, state), state, group }).map(
        (sender) => {
          return { ...sender, traffic };
        },
      );
    }),
  ];
}

type Placed = Omit<Sender, 'traffic'>;

type Networks = AccessState['networks'];

/** ICMP is written for the blocks of one family, and a network may have both. */
function networksFor({ protocol }: Traffic, { networks }: AccessState): Networks {
  if (protocol !== 'icmp' && protocol !== 'icmpv6') return networks;
  const isSpoken = (block: Cidr) => block.includes(':') === (protocol === 'icmpv6');
  const spoken = [...networks].map(([name, own]) => [name, own.filter(isSpoken)] as const);
  return new Map(spoken.filter(([, own]) => own.length > 0));
}

function sendersOf(
  rules: readonly StateRule[],
  {
    networks,
    state,
    group,
  }: { readonly networks: Networks; readonly state: AccessState; readonly group: StateGroup },
): readonly Placed[] {
  const blocks = [
    ...new Set(rules.flatMap(({ peer }) => (peer.kind === 'cidr' ? [peer.cidr] : []))),
  ];
  const isEverywhere = (block: Cidr) => block === '0.0.0.0/0' || block === '::/0';
  const others = rules.flatMap(({ peer }): readonly Placed[] => {
    switch (peer.kind) {
      case 'cidr':
        return [];
      case 'group':
        return [groupSender(peer.group, state)];
      case 'groupOfTarget':
        return [groupSender(`${peer.group} of target ${peer.target}`, state)];
      case 'foreignGroup':
        return [groupSender(peer.groupId, state)];
      case 'prefixList': {
        const { prefixList } = peer;
        const node = {
          key: `list ${prefixList}`,
          kind: 'prefixList',
          label: prefixList,
        } as const;
        const entries = group.lists?.prefixLists.get(prefixList);
        if (entries !== undefined) return [{ node, place: outside(entries, []) }];
        const everywhere = ['0.0.0.0/0', '::/0'] as Cidr[];
        return [{ node, place: outside(everywhere, [], [formatPeer(peer)]) }];
      }
    }
  });
  const wide = blocks.filter(isEverywhere);
  const narrow = blocks.filter((block) => !isEverywhere(block));
  return [
    ...(wide.length === 0 ? [] : [internetSender(wide)]),
    ...networkSenders(narrow, networks),
    ...others,
  ];
}

/** The largest networks whose blocks are all there, and the blocks that are in none of these. */
function networkSenders(blocks: readonly Cidr[], networks: Networks): readonly Placed[] {
  const there = new Set(blocks);
  const found: Placed[] = [];
  const named = new Set<Cidr>();
  const whole = [...networks]
    .filter(([, own]) => own.every((block) => there.has(block)))
    .toSorted(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
  for (const [name, own] of whole) {
    if (own.every((block) => named.has(block))) continue;
    for (const block of own) named.add(block);
    const node = { key: `network ${name}`, kind: 'network', label: name } as const;
    found.push({ node, place: outside(own, []) });
  }
  for (const block of blocks.filter((one) => !named.has(one))) {
    const node = { key: `block ${block}`, kind: 'block', label: shortCidr(block) } as const;
    found.push({ node, place: outside([block], []) });
  }
  return found;
}

function internetSender(wide: readonly Cidr[]): Placed {
  const isThere = (block: Cidr) => wide.some((one) => one.includes(':') === block.includes(':'));
  const node = { key: 'internet', kind: 'internet', label: 'the internet' } as const;
  return { node, place: outside(internet.blocks.filter(isThere), internet.except.filter(isThere)) };
}

function groupSender(name: string, { groups }: AccessState): Placed {
  const isOurs = groups.get(name)?.isOurs === true;
  const node = {
    key: `group ${name}`,
    kind: isOurs ? 'group' : 'otherGroup',
    label: name,
  } as const;
  if (groups.has(name)) return { node, place: aloneIn(name, undefined) };
  return { node, place: outside(memberBlocks, [], [name]) };
}

/** By its addresses alone, or as a member of what has no rules here. */
function outside(
  blocks: readonly Cidr[],
  except: readonly Cidr[],
  memberOf: readonly string[] = [],
): Place {
  const nobody = { groups: undefined, interfaces: undefined } as const;
  return { ...nobody, blocks, except, memberOf, notMemberOf: 'anyOther' };
}
