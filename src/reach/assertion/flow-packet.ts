// One packet of a part of a flow, to show what is wrong with it, and the rules that decide about it.
import type { Cidr } from '../../model/cidr.ts';
import type { FlowDecider, FlowDecision, FlowPacket, PacketEnd } from '../../model/flow-breach.ts';
import { formatPeer } from '../../model/peer.ts';
import type { Policy, Rule } from '../../model/rule.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import { formatTraffic } from '../../model/traffic.ts';
import type { Decider } from '../access/contender.ts';
import { decisions } from '../access/decisions.ts';
import { witness } from '../access/witness.ts';
import type { AssertedFlow, FlowPart } from './flow-part.ts';
import { groupsAt, type GroupsAt } from './one-side.ts';
import type { Place } from '../ends/place.ts';
import type { StateRule } from '../ends/access-state.ts';

/** How `swapEnds` marks lists that the receiver is in. */
const receiversMark = ' (destination)';

const everywhere = ['0.0.0.0/0', '::/0'] as Cidr[];

/** Undefined where no packet can be told, which no part is so. */
export function packetOf({ to }: AssertedFlow, { ingress }: FlowPart): FlowPacket | undefined {
  // Asked for with both ends, one family is found for the two.
  const found = witness({ ...ingress, locals: ingress.locals ?? everywhere });
  if (found?.local === undefined) return undefined;
  const { protocol, port, sourcePort, peer, local, within, without } = found;
  const isReceivers = (name: string) => name.endsWith(receiversMark);
  const ofReceiver = (names: readonly string[]) =>
    names.filter(isReceivers).map((name) => name.slice(0, -receiversMark.length));
  const ofSender = (names: readonly string[]) => names.filter((name) => !isReceivers(name));
  const packet: FlowPacket = {
    protocol,
    ...(port === undefined ? {} : { port }),
    ...(sourcePort === undefined ? {} : { sourcePort }),
    from: { address: peer, within: ofSender(within), without: ofSender(without) },
    to: {
      address: local,
      within: [...to.memberOf, ...ofReceiver(within)],
      without: ofReceiver(without),
    },
  };
  return packet;
}

/** The packet without what is not to the point: an address that any member may have, a port of any sender. */
export function shownPacket(
  packet: FlowPacket,
  { from, to }: AssertedFlow,
  { ingress: { sourcePorts, peers, peersExcept, locals, localsExcept } }: FlowPart,
): FlowPacket {
  const { sourcePort, ...rest } = packet;
  const isSender = from.groups !== undefined && isAnywhere(peers, peersExcept);
  const isReceiver = to.groups !== undefined && isAnywhere(locals, localsExcept);
  return {
    ...rest,
    ...(sourcePort === undefined || sourcePorts === undefined ? {} : { sourcePort }),
    from: { ...(isSender ? withoutAddress(packet.from) : packet.from), ...plainly(from, packet) },
    to: isReceiver ? withoutAddress(packet.to) : packet.to,
  };
}

/** At the ends where groups of ours are, the sender's first; of a drop the end that drops alone. */
export function decisionsAbout(
  { from, to }: AssertedFlow,
  { egress, ingress, stoppedAt }: FlowPart,
  packet: FlowPacket,
  at: GroupsAt,
): readonly FlowDecision[] {
  const policy = stoppedAt === undefined ? 'accept' : 'drop';
  const sender = () => sideDecision(from, narrowed(egress, packet), policy, at);
  const receiver = () => sideDecision(to, narrowed(ingress, packet), policy, at);
  return [...(stoppedAt === 'to' ? [] : sender()), ...(stoppedAt === 'from' ? [] : receiver())];
}

function sideDecision(
  place: Place,
  traffic: TrafficSet,
  policy: Policy,
  at: GroupsAt,
): readonly FlowDecision[] {
  const groups = groupsAt(place, at);
  if (groups === undefined) return [];
  const { direction } = traffic;
  const found = decisions(groups, { direction, within: [traffic] });
  if (found.kind === 'incomplete') return [];
  const [first] = found.decisions.filter((decision) => decision.policy === policy);
  if (first === undefined) return [];
  return [{ direction, policy, by: first.decidedBy.map(plainDecider) }];
}

function plainDecider(decider: Decider<StateRule>): FlowDecider {
  switch (decider.kind) {
    case 'rule': {
      const { group, rule } = decider;
      const { source } = rule;
      return { text: formatRule(rule), group, ...(source === undefined ? {} : { source }) };
    }
    case 'innerAccessPolicy':
      return { text: 'innerAccessPolicy: accept', group: decider.group };
    case 'default':
      return { text: `the default, for no rule matches` };
  }
}

function formatRule({ direction, policy, traffic, peer, local, priority }: Rule): string {
  const [far, near] = direction === 'ingress' ? ['from', 'to'] : ['to', 'from'];
  const own = local === undefined ? '' : ` ${near} ${local}`;
  return `${policy} ${formatTraffic(traffic)} ${far} ${formatPeer(peer)}${own} at priority ${priority}`;
}

/** The set with nothing but this packet in it, as far as it is about ports and addresses. */
function narrowed(
  set: TrafficSet,
  { protocol, port, sourcePort, from, to }: FlowPacket,
): TrafficSet {
  const [peer, local] = set.direction === 'ingress' ? [from, to] : [to, from];
  const { direction, within, without } = set;
  return {
    ...{ direction, protocols: [protocol] },
    ...(port === undefined ? {} : { ports: [String(port)] }),
    ...(sourcePort === undefined ? {} : { sourcePorts: [String(sourcePort)] }),
    ...(peer.address === undefined ? {} : { peers: [blockOf(peer.address)] }),
    ...(local.address === undefined ? {} : { locals: [blockOf(local.address)] }),
    ...(within === undefined ? {} : { within }),
    ...(without === undefined ? {} : { without }),
  };
}

/** What it is not in says something only where it may be in other groups. */
function plainly({ notMemberOf }: Place, { from }: FlowPacket): Pick<PacketEnd, 'without'> {
  return { without: notMemberOf === 'unknown' ? from.without : [] };
}

function withoutAddress({ within, without }: PacketEnd): PacketEnd {
  return { within, without };
}

/** A whole family at least. */
function isAnywhere(
  blocks: readonly Cidr[] | undefined,
  except: readonly Cidr[] | undefined,
): boolean {
  const isWhole = blocks === undefined || blocks.some((block) => block.endsWith('/0'));
  return isWhole && except === undefined;
}

function blockOf(address: string): Cidr {
  return `${address}/${address.includes(':') ? 128 : 32}` as Cidr;
}
