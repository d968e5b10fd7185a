// One packet of a set of traffic, to show what the set means, or to try it.
import type { Direction } from '../../model/rule.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import { isPorted, parseProtocol, protocolNumber } from '../../model/traffic.ts';
import { addressText, familyRanges, rangesMeet, type AddressRange } from './address-range.ts';
import { privatePart, publicPart } from './public-addresses.ts';
import { shapesOf } from './region.ts';
import type { Shape } from './shape.ts';

/** A new session, by its first packet. */
export interface Packet {
  readonly direction: Direction;
  /** A name, or an IANA number. */
  readonly protocol: string;
  /** Of the destination; like the source's there for TCP and UDP alone. */
  readonly port?: number;
  readonly sourcePort?: number;
  /** The other side's address, and our own where the set limits it: of one family. */
  readonly peer: string;
  readonly local?: string;
  /** The groups and lists that the peer, or the port, is in, and those that it is not in. */
  readonly within: readonly string[];
  readonly without: readonly string[];
}

/**
 * A packet of the set: TCP where it may be; from or to the public internet where it may be, unless
 * the peer is a member of something.
 * Undefined where there is none, as for `icmpv6` with `10.0.0.0/8`.
 */
export function witness(set: TrafficSet): Packet | undefined {
  const { direction, within = [], without = [] } = set;
  for (const shape of shapesOf(set, { direction, conditions: [] })) {
    for (const protocol of usualFirst(shape)) {
      const ends = endsOf(shape, { protocol, isMember: within.length > 0 });
      if (ends === undefined) continue;
      const ports = { port: shape.ports?.[0]?.first ?? 443, sourcePort: sourcePort(shape) };
      const name = parseProtocol(String(protocol)) ?? protocol;
      return {
        direction,
        protocol: String(name),
        ...(isPorted(name) ? ports : {}),
        ...ends,
        ...{ within, without },
      };
    }
  }
  return undefined;
}

const [icmp, tcp, udp, icmpv6] = ['icmp', 'tcp', 'udp', 'icmpv6'].map(protocolNumber);
const ephemeralPort = 49152;

/** One protocol of each kind that a shape has: those that can be tried before those that cannot. */
function usualFirst({ protocols }: Shape): readonly number[] {
  const spans = protocols ?? [{ first: 0, last: 255 }];
  const usual = [tcp, udp, icmp, icmpv6].flatMap((number) => number ?? []);
  const known = usual.filter((number) =>
    spans.some(({ first, last }) => first <= number && number <= last),
  );
  const others = spans.flatMap(({ first, last }) => {
    const all = Array.from({ length: last - first + 1 }, (_, more) => first + more);
    return all.filter((number) => !usual.includes(number)).slice(0, 1);
  });
  return [...known, ...others];
}

function sourcePort({ sourcePorts }: Shape): number {
  const isFree = ({ first, last }: { readonly first: number; readonly last: number }) =>
    first <= ephemeralPort && ephemeralPort <= last;
  return sourcePorts === undefined || sourcePorts.some(isFree)
    ? ephemeralPort
    : (sourcePorts[0]?.first ?? ephemeralPort);
}

/** Both ends in one family that has the protocol. */
function endsOf(
  { peers, locals }: Shape,
  { protocol, isMember }: { readonly protocol: number; readonly isMember: boolean },
): Pick<Packet, 'peer' | 'local'> | undefined {
  for (const family of ['ipv4', 'ipv6'] as const) {
    if (protocol === (family === 'ipv4' ? icmpv6 : icmp)) continue;
    const whole = familyRanges[family];
    const [peer, local] = [peers, locals].map((ranges) =>
      (ranges ?? [whole]).filter((range) => rangesMeet(range, whole)),
    );
    const [ours] = local ?? [];
    const theirs =
      peer?.map(isMember ? privatePart : publicPart).find((part) => part !== undefined) ??
      peer?.[0];
    if (theirs === undefined || ours === undefined) continue;
    const end = locals === undefined ? {} : { local: addressIn(ours) };
    return { peer: addressIn(theirs), ...end };
  }
  return undefined;
}

/** Not the first where there are more: that one names the network. */
function addressIn({ first, end }: AddressRange): string {
  const second = typeof first === 'bigint' ? first + 1n : first + 1;
  return addressText(second < end ? second : first);
}
