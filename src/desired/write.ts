// A group → the text of its group file, in one order and one style, so that equal groups are equal
// texts. Reading the text gives the group back, in a workspace whose default priority is 1.
import { Document, Scalar, YAMLMap, type Node } from 'yaml';
import type { Tags } from '../model/group-identity.ts';
import type { GroupType } from '../model/group.ts';
import { priorityMin } from '../model/limits.ts';
import type { Peer } from '../model/peer.ts';
import { formatPortRange, type PortRange, type Ports } from '../model/ports.ts';
import { compareRules, type Policy, type Rule } from '../model/rule.ts';
import { hasPorts } from '../model/traffic.ts';
import { unreachable } from '../model/unreachable.ts';
import { sideKeys } from './rules/rule-parts.ts';

/** Whatever is undefined is not written, so that it is not managed. */
export interface WritableGroup {
  readonly name: string;
  readonly cloudName: string;
  readonly description?: string | undefined;
  readonly type: GroupType;
  readonly innerAccessPolicy?: Policy | undefined;
  readonly tags?: Tags | undefined;
  readonly ingress?: readonly Rule[] | undefined;
  readonly egress?: readonly Rule[] | undefined;
}

export function writeGroup(group: WritableGroup): string {
  const document = new Document(
    withoutUndefined({
      name: group.name,
      cloudName: unless(group.cloudName, group.name),
      // The cloud's `""` is a group without a description, which no file can ask for.
      description: unless(group.description, ''),
      type: unless(group.type, 'normal'),
      innerAccessPolicy: group.innerAccessPolicy,
      tags: group.tags && tagsNode(group.tags),
      ingress: group.ingress?.toSorted(compareRules).map(writtenRule),
      egress: group.egress?.toSorted(compareRules).map(writtenRule),
    }),
    { version: '1.2', aliasDuplicateObjects: false },
  );
  return document.toString({ lineWidth: 0, blockQuote: false });
}

function writtenRule(rule: Rule): object {
  const { direction, description, policy, traffic, peer, local, priority } = rule;
  const [peerKey, localKey] = sideKeys(direction);
  const { ports, sourcePorts } = hasPorts(traffic) ? traffic : {};
  return withoutUndefined({
    description,
    policy: unless(policy, 'accept'),
    protocol: traffic.protocol,
    ports: ports && writtenPorts(ports),
    [peerKey]: writtenPeer(peer),
    sourcePorts: sourcePorts && writtenRange(sourcePorts),
    [localKey]: local,
    priority: unless(priority, priorityMin),
  });
}

function writtenPorts(ports: Ports): Node | number | string {
  return ports.kind === 'list' ? inline({ portList: ports.portList }) : writtenRange(ports);
}

function writtenRange(range: PortRange): number | string {
  return range.first === range.last ? range.first : formatPortRange(range);
}

function writtenPeer(peer: Peer): Node | string {
  switch (peer.kind) {
    case 'cidr':
      return peer.cidr;
    case 'group':
      return inline({ group: peer.group });
    case 'foreignGroup':
      return inline(withoutUndefined({ groupId: peer.groupId, account: peer.account }));
    case 'prefixList':
      return inline({ prefixList: peer.prefixList });
    default:
      return unreachable(peer);
  }
}

function inline(value: object): Node {
  return new Document().createNode(value, { flow: true });
}

function tagsNode(tags: Tags): YAMLMap {
  const map = new YAMLMap();
  for (const [key, value] of Object.entries(tags).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const name = new Scalar(key);
    if (key === '<<') name.type = 'QUOTE_DOUBLE'; // Without quotes it would be a merge key.
    map.add({ key: name, value });
  }
  return map;
}

function unless<Value>(value: Value, standard: Value): Value | undefined {
  return value === standard ? undefined : value;
}

function withoutUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
