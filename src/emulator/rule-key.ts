// What makes two rules of a group the same rule. Descriptions never do.

import { networkOf } from './address.ts';
import { Recent } from './recent.ts';
import { peerKind, sides } from './rule.ts';
import type { Direction, RuleFields } from './rule.ts';
import type { Switches } from './switches.ts';

export function ruleKey(rule: RuleFields, direction: Direction, switches: Switches): string {
  const { local } = sides[direction];
  const localText = rule[local.ipv4] === '' ? rule[local.ipv6] : rule[local.ipv4];
  return [
    direction,
    rule.IpProtocol.toUpperCase(),
    rule.PortRangeListId === '' ? portsKey(rule.PortRange) : rule.PortRangeListId,
    portsKey(rule.SourcePortRange),
    peerText(rule, direction, switches),
    addressKey(localText, switches),
    rule.Policy.toLowerCase(),
    switches.priorityInIdentity ? rule.Priority : '',
  ].join(' ');
}

/** Every port, written as none or as -1/-1, is the same; so are 080/080 and 80/80. */
function portsKey(text: string): string {
  if (text === '' || text === '-1/-1') return '';
  return text.split('/').map(Number).join('/');
}

function peerText(rule: RuleFields, direction: Direction, switches: Switches): string {
  const { peer } = sides[direction];
  const kind = peerKind(rule, direction);
  switch (kind) {
    case 'ipv4':
    case 'ipv6':
      return addressKey(rule[peer[kind]], switches);
    case 'group':
      return `${rule[peer.group]}@${rule[peer.groupOwnerAccount]}`;
    case 'prefixList':
      return rule[peer.prefixList];
    case undefined:
      return '';
  }
}

function addressKey(text: string, { addressIdentity }: Switches): string {
  return text === '' || addressIdentity === 'text' ? text : knownNetworkOf(text);
}

const networks = new Recent(20_000);

/** The same addresses occur again and again, and to take one apart is most of the work of a key. */
function knownNetworkOf(text: string): string {
  const known = networks.get(text);
  if (known !== undefined) return known;
  const network = networkOf(text);
  networks.set(text, network);
  return network;
}
