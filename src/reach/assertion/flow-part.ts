// A flow from one side to another: which packets pass, and which do not.
//
// The sender's egress and the receiver's ingress must both accept a packet. The first is asked about
// the whole flow, the second about what the first answers, with the two ends changed over: so each
// answer is exact, and a packet of it is one that both sides know.
import type { TrafficSet } from '../../model/traffic-window.ts';
import { askedBetween } from '../ends/asked-between.ts';
import type { AskedTraffic } from '../ends/asked-traffic.ts';
import type { StateGroup } from '../ends/access-state.ts';
import type { Place } from '../ends/place.ts';
import { swapEnds } from '../flow/swap-ends.ts';
import {
  allowedBy,
  changedBy,
  droppedBy,
  groupsAt,
  type GroupsAt,
  type OneSide,
} from './one-side.ts';

export interface AssertedFlow {
  readonly from: Place;
  readonly to: Place;
  readonly traffic: AskedTraffic;
  /** Nothing is said of senders that are in one of these groups too. */
  readonly notFrom: readonly string[];
  /** All groups of the VPC whose members are known. */
  readonly inVpc: ReadonlySet<string>;
}

/** Some packets of a flow, as both of its sides see them. */
export interface FlowPart {
  /** Each packet is in a larger set of the sender's, and exactly in that of the receiver's. */
  readonly egress: TrafficSet;
  readonly ingress: TrafficSet;
  /** Who drops them; undefined where they pass. */
  readonly stoppedAt: 'from' | 'to' | undefined;
}

export interface Times {
  readonly now: GroupsAt;
  /** Where it is given, what was so then is left out. */
  readonly first?: GroupsAt;
  /**
   * Groups whose rules nobody may read, each as what lets most through; asked for with `first`. Then a
   * part is what some rules of theirs would make of the flow, which are the same at both times.
   */
  readonly unread?: ReadonlyMap<string, StateGroup>;
}

/** Packets that pass; undefined where none does. Throws `NoAnswer`. */
export function passingPart(flow: AssertedFlow, times: Times): FlowPart | undefined {
  const { from, to } = sidesOfFlow(flow, times);
  const { now, first } = times;
  const { asked, toReceiver } = askedOf(flow, times);
  const most = withUnread(now, times);
  const sent = allowedBy(from, asked, most);
  const receivedNow = (sets: readonly TrafficSet[]) => allowedBy(to, sets.map(toReceiver), most);
  if (first === undefined) return partOf(sent, receivedNow, undefined);
  const openedAtReceiver = (sets: readonly TrafficSet[]) =>
    changedBy(to, sets.map(toReceiver), { first, now }).opened;
  const openedAtSender = changedBy(from, asked, { first, now }).opened;
  return (
    partOf(openedAtSender, receivedNow, undefined) ?? partOf(sent, openedAtReceiver, undefined)
  );
}

/** Packets that do not pass; undefined where all do. Throws `NoAnswer`. */
export function stoppedPart(flow: AssertedFlow, times: Times): FlowPart | undefined {
  const { from, to } = sidesOfFlow(flow, times);
  const { now, first } = times;
  const { asked, toReceiver } = askedOf(flow, times);
  if (first === undefined) {
    const atSender = partOf(droppedBy(from, asked, now), (sets) => sets.map(toReceiver), 'from');
    const dropped = (sets: readonly TrafficSet[]) => droppedBy(to, sets.map(toReceiver), now);
    return atSender ?? partOf(asked, dropped, 'to');
  }
  const closedAtSender = changedBy(from, asked, { first, now }).closed;
  const most = withUnread(first, times);
  const receivedAtFirst = (sets: readonly TrafficSet[]) =>
    allowedBy(to, sets.map(toReceiver), most);
  const closedAtReceiver = (sets: readonly TrafficSet[]) =>
    changedBy(to, sets.map(toReceiver), { first, now }).closed;
  return (
    partOf(closedAtSender, receivedAtFirst, 'from') ??
    partOf(allowedBy(from, asked, most), closedAtReceiver, 'to')
  );
}

function sidesOfFlow(
  { from, to }: AssertedFlow,
  times: Times,
): { readonly from: OneSide; readonly to: OneSide } {
  const besideUnread = (place: Place) => unreadAt(place, times).length > 0;
  return {
    from: { place: from, direction: 'egress', besideUnread: besideUnread(from) },
    to: { place: to, direction: 'ingress', besideUnread: besideUnread(to) },
  };
}

/** The names of groups there whose rules nobody may read. */
export function unreadAt(
  { groups = [] }: Place,
  { unread }: Pick<Times, 'unread'>,
): readonly string[] {
  return groups.filter((name) => unread?.has(name));
}

function withUnread(at: GroupsAt, { unread }: Times): GroupsAt {
  return (name) => at(name) ?? unread?.get(name);
}

/** The first of the sender's sets of which the receiver finds something. */
function partOf(
  sent: readonly TrafficSet[],
  receive: (sets: readonly TrafficSet[]) => readonly TrafficSet[],
  stoppedAt: FlowPart['stoppedAt'],
): FlowPart | undefined {
  // All at once first: mostly there is nothing.
  if (sent.length === 0 || receive(sent).length === 0) return undefined;
  for (const egress of sent) {
    const [ingress] = receive([egress]);
    if (ingress !== undefined) return { egress, ingress, stoppedAt };
  }
  return undefined;
}

/** All of a flow as the sender sees it, and what a part of that is to the receiver. */
function askedOf(flow: AssertedFlow, times: Times) {
  const { now, first } = times;
  const moments = (first === undefined ? [now] : [first, now]).map((at) => withUnread(at, times));
  const groupsIn = (place: Place) => moments.flatMap((at) => groupsAt(place, at) ?? []);
  const [senders, receivers] = [groupsIn(flow.from), groupsIn(flow.to)];
  const egress = askedBetween(flow, 'egress', { groups: senders, state: flow });
  const received = askedBetween(flow, 'ingress', { groups: receivers, state: flow });
  const without = [...(received.without ?? []), ...flow.notFrom];
  const ingress = without.length === 0 ? received : { ...received, without };
  const known = [...(egress.within ?? []), ...(egress.without ?? [])];
  const ends = { groups: [...senders, ...receivers], asked: ingress };
  return { asked: [egress], toReceiver: (set: TrafficSet) => saying(swapEnds(set, ends, known)) };
}

/** Groups and lists are not mentioned where there are none. */
function saying({ within = [], without = [], ...rest }: TrafficSet): TrafficSet {
  return {
    ...rest,
    ...(within.length === 0 ? {} : { within }),
    ...(without.length === 0 ? {} : { without }),
  };
}
