// What breaks an assertion about a flow: one packet, and the rules that decide about it.
import type { Direction, Policy } from './rule.ts';
import { formatSource, type Source } from './source.ts';
import type { TrafficSet } from './traffic-window.ts';
import { formatProtocols } from './traffic.ts';

/** A new session between two ends. */
export interface FlowPacket {
  /** A name, or an IANA number. */
  readonly protocol: string;
  /** Of the destination; of TCP and UDP alone, like the source's, which is absent where any will do. */
  readonly port?: number;
  readonly sourcePort?: number;
  readonly from: PacketEnd;
  readonly to: PacketEnd;
}

export interface PacketEnd {
  /** Absent where any will do. */
  readonly address?: string;
  /** Groups and lists that it is in, and those that it is not in. */
  readonly within: readonly string[];
  readonly without: readonly string[];
}

/** What one end does with a packet, and by which rules. */
export interface FlowDecision {
  readonly direction: Direction;
  readonly policy: Policy;
  readonly by: readonly FlowDecider[];
}

export interface FlowDecider {
  /** The rule, the policy or the default in words. */
  readonly text: string;
  readonly group?: string;
  /** Where it is written. */
  readonly source?: Source;
}

/** A group whose rules may not be read, on interfaces with groups that are known. */
export interface UnreadGroup {
  /** Its id. */
  readonly group: string;
  /** Whether the cloud lists it for these credentials. */
  readonly isListed: boolean;
  readonly beside: readonly string[];
  readonly interfaces: number;
}

export type FlowBreach =
  | {
      readonly kind: 'packet';
      readonly packet: FlowPacket;
      /** Who lets it pass, or who stops it. */
      readonly decisions: readonly FlowDecision[];
      /** What the packet stands for, as the end that was asked last sees it. */
      readonly traffic: TrafficSet;
      /** The same in a line. */
      readonly trafficText: string;
    }
  /** With some rules of these groups the packet breaks it, with others not; so nothing is promised. */
  | {
      readonly kind: 'unread';
      readonly packet: FlowPacket;
      readonly unread: readonly UnreadGroup[];
    }
  /** It would take more nodes than it may to know; then nothing is promised. */
  | { readonly kind: 'noAnswer'; readonly nodesMax: number };

/** `tcp from 203.0.113.7:any to a member of web, port 22`. */
export function formatFlowPacket({ protocol, port, sourcePort, from, to }: FlowPacket): string {
  const isPorted = port !== undefined;
  const sender = formatEnd(from, isPorted ? `:${sourcePort ?? 'any'}` : '');
  const of = isPorted ? `, port ${port}` : '';
  return `${formatProtocols([protocol])} from ${sender} to ${formatEnd(to, '')}${of}`;
}

/** `whether PACKET passes after step 1 depends on sg-x, on 2 interfaces with web (why …)`. */
export function formatUnreadBreach(
  { packet, unread }: Extract<FlowBreach, { kind: 'unread' }>,
  when: string,
): string {
  return `whether ${formatFlowPacket(packet)} passes ${when} depends on ${formatUnread(unread)}`;
}

function formatUnread(unread: readonly UnreadGroup[]): string {
  const texts = unread.map(({ group, isListed, beside, interfaces }) => {
    const where = `on ${interfaces} interface${interfaces === 1 ? '' : 's'} with ${beside.join(', ')}`;
    const why = isListed
      ? 'its rules may not be read, for which the credentials need ecs:DescribeSecurityGroupAttribute'
      : 'the cloud does not list it, as where it is of another account';
    return `${group}, ${where} (${why})`;
  });
  return texts.join(' and ');
}

/** `accepted by accept tcp 22 from 0.0.0.0/0 at priority 1 of web (groups/web.yaml:5:3)`. */
export function formatFlowDecision({ direction, policy, by }: FlowDecision): string {
  const verb = policy === 'accept' ? 'let' : 'stopped';
  const way = direction === 'ingress' ? 'in' : 'out';
  const what = policy === 'accept' ? `${verb} ${way} by` : `${verb} on the way ${way} by`;
  const [first, ...others] = by;
  if (first === undefined) return `${what} the default`;
  const more = others.length === 0 ? '' : `, and ${others.length} more like it`;
  const place = first.source === undefined ? '' : ` (${formatSource(first.source)})`;
  const group = first.group === undefined ? '' : ` of ${first.group}`;
  return `${what} ${first.text}${group}${place}${more}`;
}

function formatEnd({ address, within, without }: PacketEnd, port: string): string {
  const outside = without.length === 0 ? '' : ` that is not in ${without.join(' or ')}`;
  if (within.length === 0) return `${address ?? 'anybody'}${port}${outside}`;
  const member = `a member of ${within.join(' and ')}`;
  const at = address === undefined ? '' : `${address}${port}, `;
  return `${at}${member}${outside}`;
}
