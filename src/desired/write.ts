// A group → the text of its group file, in one order and one style, so that equal groups are equal
// texts. Reading the text gives the group back, in a workspace of that default priority.
import { Document, isNode, Scalar, YAMLMap, type Node } from 'yaml';
import type { Cidr } from '../model/cidr.ts';
import type { GroupId, Tags } from '../model/group-identity.ts';
import type { GroupType } from '../model/group.ts';
import { priorityMin } from '../model/limits.ts';
import { formatPeer, type Peer } from '../model/peer.ts';
import { formatPortRange, type PortRange, type Ports } from '../model/ports.ts';
import { compareRules, type Policy, type Rule, type RuleId } from '../model/rule.ts';
import { unreachable } from '../model/unreachable.ts';
import { foldRules, unfolded, type FoldedRule } from './rules/fold-rules.ts';
import { styleFlow } from './yaml/flow-style.ts';
import { sideKeys } from './rules/rule-parts.ts';

/** Whatever is undefined is not written, so that it is not managed. */
export interface WritableGroup {
  readonly name: string;
  readonly cloudName: string;
  readonly description?: string | undefined;
  readonly type: GroupType;
  readonly innerAccessPolicy?: Policy | undefined;
  readonly tags?: Tags | undefined;
  readonly resourceGroup?: string | undefined;
  /** Where the workspace has several targets. */
  readonly target?: string | undefined;
  readonly adopt?: GroupId | undefined;
  /** A group that is only looked at. */
  readonly mode?: 'observe' | undefined;
  readonly ingress?: readonly WritableRule[] | undefined;
  readonly egress?: readonly WritableRule[] | undefined;
}

/** Its id is written only where that is asked for, as a comment. */
export interface WritableRule extends Rule {
  readonly id?: RuleId;
}

/** How the text is written, beyond what it says. */
export interface WriteOptions {
  /** Rules of one meaning as one, with lists. */
  readonly fold?: boolean;
  /** The workspace's own, which need not be written. */
  readonly defaultPriority?: number;
  /** Lines above the group, without `#`. */
  readonly heading?: readonly string[];
  /** A line above each rule with the ids of the rules that it stands for. */
  readonly ruleIds?: boolean;
  /** Names of networks for blocks that stand in one list; without it each is written. */
  readonly nameBlocks?: (blocks: readonly Cidr[]) => NamedBlocks;
}

export interface NamedBlocks {
  readonly names: readonly string[];
  /** Those that are in none of these networks. */
  readonly left: readonly Cidr[];
}

export function writeGroup(group: WritableGroup, options: WriteOptions = {}): string {
  const document = new Document(
    withoutUndefined({
      name: group.name,
      target: group.target,
      cloudName: unless(group.cloudName, group.name),
      // The cloud's `""` is a group without a description, which no file can ask for.
      description: unless(group.description, ''),
      type: unless(group.type, 'normal'),
      innerAccessPolicy: group.innerAccessPolicy,
      tags: group.tags && tagsNode(group.tags),
      resourceGroup: group.resourceGroup,
      adopt: group.adopt,
      mode: group.mode,
      ingress: group.ingress && ruleNodes(group.ingress, options),
      egress: group.egress && ruleNodes(group.egress, options),
    }),
    { version: '1.2', aliasDuplicateObjects: false },
  );
  styleFlow(document);
  const { heading = [] } = options;
  // A line that the writer of YAML broke would be no comment any more.
  const lines = heading.map((line) => `# ${line.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')}\n`);
  return lines.join('') + document.toString({ lineWidth: 0, blockQuote: false });
}

/** Nodes of YAML, a written rule each, in the order of `compareRules`. */
export function ruleNodes(
  rules: readonly WritableRule[],
  options: WriteOptions,
): readonly unknown[] {
  return inLists(rules, options).map((rule) => writtenRule(rule, options));
}

/** As many rules as are written. */
export function inLists(
  rules: readonly WritableRule[],
  { fold }: Pick<WriteOptions, 'fold'>,
): readonly FoldedRule<WritableRule>[] {
  return fold ? foldRules(rules) : rules.toSorted(compareRules).map(unfolded);
}

function writtenRule(
  rule: FoldedRule<WritableRule>,
  { defaultPriority = priorityMin, ruleIds = false, nameBlocks }: WriteOptions,
): unknown {
  const { direction, description, policy, priority, protocols, ports, sourcePorts, local } = rule;
  const [peerKey, localKey] = sideKeys(direction);
  const node = new Document().createNode(
    withoutUndefined({
      description,
      policy: unless(policy, 'accept'),
      protocol: oneOrList(protocols),
      ports: ports.length === 0 ? undefined : oneOrList(ports.toSorted(byFirst).map(writtenPorts)),
      [peerKey]: oneOrList(writtenPeers(rule.peers, nameBlocks)),
      sourcePorts: sourcePorts && writtenRange(sourcePorts),
      [localKey]: local,
      priority: unless(priority, defaultPriority),
    }),
  );
  if (ruleIds) node.commentBefore = ` ${rule.rules.flatMap(({ id }) => id ?? []).join(' ')}`;
  return node;
}

/** A list of simple values goes on one line, others get a line each. */
function oneOrList(values: readonly unknown[]): unknown {
  const [only, ...others] = values;
  if (others.length === 0) return only;
  return new Document().createNode(values, { flow: !values.some(isNode) });
}

function byFirst(one: Ports, other: Ports): number {
  const first = (ports: Ports) => (ports.kind === 'list' ? 0 : ports.first);
  return first(one) - first(other);
}

function byText(one: Peer, other: Peer): number {
  const [a, b] = [formatPeer(one), formatPeer(other)];
  return a < b ? -1 : Number(a > b);
}

function writtenPorts(ports: Ports): Node | number | string {
  return ports.kind === 'list' ? inline({ portList: ports.portList }) : writtenRange(ports);
}

function writtenRange(range: PortRange): number | string {
  return range.first === range.last ? range.first : formatPortRange(range);
}

/** Names of networks first. */
function writtenPeers(
  peers: readonly Peer[],
  nameBlocks: WriteOptions['nameBlocks'],
): readonly unknown[] {
  const named = nameBlocks?.(peers.flatMap((peer) => (peer.kind === 'cidr' ? [peer.cidr] : [])));
  const left = named && new Set(named.left);
  const others = left ? peers.filter((peer) => peer.kind !== 'cidr' || left.has(peer.cidr)) : peers;
  return [...(named?.names.toSorted() ?? []), ...others.toSorted(byText).map(writtenPeer)];
}

function writtenPeer(peer: Peer): Node | string {
  switch (peer.kind) {
    case 'cidr':
      return peer.cidr;
    case 'group':
      return inline({ group: peer.group });
    case 'groupOfTarget':
      return inline({ group: peer.group, target: peer.target });
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
