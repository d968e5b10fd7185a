// Whether a packet is in a set of traffic, as a reader of its text would say: it shares nothing with
// src and reads addresses by itself.
import type { TrafficSet } from '../../../src/model/traffic-window.ts';
import type { Packet } from '../../oracle.ts';
import { placeOf } from '../regions.ts';

type Test = (packet: Packet) => boolean;

/** A set, and what is taken out of it. */
export interface SaidSet {
  readonly traffic: TrafficSet;
  readonly but?: readonly TrafficSet[];
}

/** Of a term, once for many packets. */
export function termTest({ traffic, but = [] }: SaidSet): Test {
  const [isIn, exceptions] = [memberTest(traffic), but.map(memberTest)];
  return (packet) => isIn(packet) && !exceptions.some((isException) => isException(packet));
}

/** Of a set, once for many packets. */
export function memberTest(set: TrafficSet): Test {
  const protocols = set.protocols.map(protocolSpan);
  const [ports, sourcePorts] = [set.ports, set.sourcePorts].map((texts) => texts?.map(span));
  const [peers, locals] = [
    blocksTest(set.peers, set.peersExcept),
    blocksTest(set.locals, set.localsExcept),
  ];
  const { within = [], without = [] } = set;
  return ({ direction, protocol, port, sourcePort, peer, local, peerGroups }) => {
    const isPorted = protocol === 'tcp' || protocol === 'udp';
    return (
      direction === set.direction &&
      holds(protocols, numbers[protocol] ?? Number(protocol)) &&
      (!isPorted || ports === undefined || holds(ports, port)) &&
      (!isPorted || sourcePorts === undefined || holds(sourcePorts, sourcePort)) &&
      within.every((name) => peerGroups.includes(name)) &&
      !without.some((name) => peerGroups.includes(name)) &&
      peers(peer) &&
      locals(local)
    );
  };
}

const numbers: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, gre: 47, icmpv6: 58 };

function blocksTest(
  blocks: readonly string[] | undefined,
  except: readonly string[] | undefined,
): (address: string) => boolean {
  const [wanted, unwanted] = [blocks?.map(bounds), (except ?? []).map(bounds)];
  const known = new Map<string, boolean>();
  return (address) => {
    const found = known.get(address);
    if (found !== undefined) return found;
    const at = place(address);
    const isIn = ([first, end]: readonly [bigint, bigint]) => first <= at && at < end;
    const answer = (wanted === undefined || wanted.some(isIn)) && !unwanted.some(isIn);
    known.set(address, answer);
    return answer;
  };
}

const places = new Map<string, bigint>();

function place(address: string): bigint {
  const found = places.get(address) ?? placeOf(address);
  places.set(address, found);
  return found;
}

/** The first place of a block, and the first one after. */
export function bounds(block: string): readonly [bigint, bigint] {
  const [address = '', prefix] = block.split('/');
  const first = place(address);
  const bits = (address.includes(':') ? 128 : 32) - Number(prefix);
  return [first, first + (1n << BigInt(bits))];
}

type Numbers = readonly [number, number];

function protocolSpan(text: string): Numbers {
  const number = numbers[text];
  if (text === 'all') return [0, 255];
  return number === undefined ? span(text) : [number, number];
}

function span(text: string): Numbers {
  const [first = 0, last = first] = text.split('-').map(Number);
  return [first, last];
}

function holds(spans: readonly Numbers[], number: number): boolean {
  return spans.some(([first, last]) => first <= number && number <= last);
}
