// What the oracle does with every packet of the universe on an interface. Lists of which nobody knows what
// is in them are groups to it: a prefix list is one that the peer is in, and rules with a port list are
// there only for packets whose port is in it.
import type { Direction, Rule } from '../../../src/model/rule.ts';
import type { AccessGroup } from '../../../src/reach/access/contender.ts';
import { Oracle, type Packet, type WireGroup } from '../../oracle.ts';
import { wireOfRule } from '../../planner/wire-words.ts';
import { knownEntries, portEntries, prefixEntries } from './known-lists.ts';
import { packetsOf } from './packets.ts';

const isInPortList = ({ peerGroups }: Packet): boolean => peerGroups.includes('prl-x');
const oracles = {
  ingress: new Oracle(packetsOf.ingress, knownEntries),
  egress: new Oracle(packetsOf.egress, knownEntries),
};

/** By the number of the packet, whether it gets through. */
export function verdicts(groups: readonly AccessGroup[], direction: Direction): readonly boolean[] {
  const [type = 'normal'] = groups.map((group) => group.type);
  if (groups.length === 0) return packetsOf[direction].map(() => false);
  const decide = (areListed: boolean) =>
    oracles[direction].decide({ type, groups: groups.map((group) => wireOf(group, areListed)) });
  const [listed, unlisted] = [decide(true), decide(false)];
  return packetsOf[direction].map(
    (packet, index) => (isInPortList(packet) ? listed : unlisted)[index] === 'accept',
  );
}

/** Rules with a port list that nobody knows are there only for packets whose port is listed. */
export function wireOf(
  { name, innerAccessPolicy, rules }: AccessGroup,
  areListed: boolean,
): WireGroup {
  const seen = rules.filter((rule) => areListed || !hasPortList(rule));
  return {
    SecurityGroupId: name,
    InnerAccessPolicy: innerAccessPolicy === 'accept' ? 'Accept' : 'Drop',
    Permissions: { Permission: seen.map(wireOfAnyRule) },
  };
}

export function wireOfAnyRule(rule: Rule) {
  const side = rule.direction === 'ingress' ? 'Source' : 'Dest';
  const { peer } = rule;
  const list = peer.kind === 'prefixList' ? peer.prefixList : '';
  const kind = list in prefixEntries ? 'PrefixListId' : 'GroupId';
  return {
    ...wireOfRule(rule, (group) => group),
    ...(list === '' ? {} : { [`${side}${kind}`]: list }),
    ...(portListOf(rule) in portEntries ? { PortRangeListId: portListOf(rule) } : {}),
  };
}

/** One of which nobody knows what is in it. */
export function hasPortList(rule: Rule): boolean {
  const list = portListOf(rule);
  return list !== '' && !(list in portEntries);
}

function portListOf({ traffic }: Rule): string {
  return 'ports' in traffic && traffic.ports.kind === 'list' ? traffic.ports.portList : '';
}
