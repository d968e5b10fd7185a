// An assertion about a flow, at one time: whether it holds, and if not, by which packet one sees it.
import { assert } from '../../model/assert.ts';
import type { AssertionMode, FlowAssertion } from '../../model/flow-assertion.ts';
import type { FlowBreach, UnreadGroup } from '../../model/flow-breach.ts';
import { formatTrafficSet } from '../../model/traffic-set-text.ts';
import type { AccessState } from '../ends/access-state.ts';
import { decisionsAbout, packetOf, shownPacket } from './flow-packet.ts';
import { passingPart, stoppedPart, unreadAt, type AssertedFlow, type Times } from './flow-part.ts';
import { NoAnswer } from './one-side.ts';
import { groupsIn, placeExcept, placesOfEnd } from './places.ts';

/** Each pair of places that an assertion speaks of; those where no group decides say nothing. */
export function flowsOf(
  { from, to, except, protocols, ports }: FlowAssertion,
  options: { readonly mode: AssertionMode; readonly state: AccessState },
): readonly AssertedFlow[] {
  const senders = from
    .flatMap((end) => placesOfEnd(end, options))
    .flatMap((place) => placeExcept(place, except) ?? []);
  const receivers = to.flatMap((end) => placesOfEnd(end, options));
  const traffic = { protocols, ...(ports === undefined ? {} : { ports }) };
  const { inVpc } = options.state;
  const notFrom = groupsIn(except);
  return senders.flatMap((sender) =>
    receivers
      .filter((receiver) => sender.groups !== undefined || receiver.groups !== undefined)
      .map((receiver) => ({ from: sender, to: receiver, traffic, notFrom, inVpc })),
  );
}

/** The first that is found; undefined where the assertion holds, whatever unread groups hold. */
export function breachOf(
  { expects }: Pick<FlowAssertion, 'expects'>,
  flows: readonly AssertedFlow[],
  times: Times,
): FlowBreach | undefined {
  try {
    for (const flow of flows) {
      const part = expects === 'deny' ? passingPart(flow, times) : stoppedPart(flow, times);
      if (part === undefined) continue;
      const packet = packetOf(flow, part);
      assert(packet !== undefined, `no packet is in ${JSON.stringify(part)}`);
      const shown = shownPacket(packet, flow, part);
      const unread = unreadOf(flow, times);
      if (unread.length > 0) return { kind: 'unread', packet: shown, unread };
      const traffic = part.stoppedAt === 'from' ? part.egress : part.ingress;
      return {
        kind: 'packet',
        packet: shown,
        decisions: decisionsAbout(flow, part, packet, times.now),
        traffic,
        trafficText: formatTrafficSet(traffic),
      };
    }
    return undefined;
  } catch (error) {
    if (error instanceof NoAnswer) return { kind: 'noAnswer', nodesMax: error.nodesMax };
    throw error;
  }
}

function unreadOf({ from, to, inVpc }: AssertedFlow, times: Times): readonly UnreadGroup[] {
  const found = [from, to].flatMap((place) => {
    const unread = unreadAt(place, times);
    const beside = place.groups?.filter((name) => !unread.includes(name)) ?? [];
    const { interfaces = 0 } = place;
    return unread.map((group): UnreadGroup => {
      return { group, isListed: inVpc.has(group), beside, interfaces };
    });
  });
  return [...new Map(found.map((one) => [JSON.stringify(one), one] as const)).values()];
}
