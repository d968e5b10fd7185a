// A region of packets as text that can stand in a plan: blocks, ports and names.
import { formatBits, type Cidr } from '../model/cidr.ts';
import { formatPortRange, portMax, portMin } from '../model/ports.ts';
import type { TrafficSet } from '../model/traffic-window.ts';
import { parseProtocol } from '../model/traffic.ts';
import { ipv4End } from './address-line.ts';
import type { Region } from './packet-classes.ts';
import type { Span } from './span.ts';

export function describeRegion(region: Region): TrafficSet {
  const { direction, protocols, ports, sourcePorts, peers, locals, within, without } = region;
  return {
    direction,
    protocols: isWhole(protocols, 0, 255) ? ['all'] : protocols.map(formatProtocols),
    ...(isWhole(ports, portMin, portMax) ? {} : { ports: ports.map(formatPortRange) }),
    ...(isWhole(sourcePorts, portMin, portMax)
      ? {}
      : { sourcePorts: sourcePorts.map(formatPortRange) }),
    ...(isEverywhere(peers) ? {} : { peers: peers.flatMap(blocksOf) }),
    ...(isEverywhere(locals) || isFamilyOf(locals, peers)
      ? {}
      : { locals: locals.flatMap(blocksOf) }),
    ...(within.length === 0 ? {} : { within: within.toSorted() }),
    ...(without.length === 0 ? {} : { without: without.toSorted() }),
  };
}

/** The fewest blocks that hold a run of addresses: first, and the first one after. */
export function blocksOf([first, end]: readonly [bigint, bigint]): readonly Cidr[] {
  if (first < ipv4End && end > ipv4End) {
    return [...blocksOf([first, ipv4End]), ...blocksOf([ipv4End, end])];
  }
  const [base, bits] = first < ipv4End ? [0n, 32] : [ipv4End, 128];
  const blocks: Cidr[] = [];
  for (let at = first - base; at < end - base;) {
    let size = 0;
    const fits = (wide: number) =>
      at % (1n << BigInt(wide)) === 0n && at + (1n << BigInt(wide)) <= end - base;
    while (size < bits && fits(size + 1)) size += 1;
    blocks.push(formatBits(bytesOf(at, bits / 8), bits - size));
    at += 1n << BigInt(size);
  }
  return blocks;
}

function bytesOf(value: bigint, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) =>
    Number((value >> BigInt(8 * (count - 1 - index))) & 0xffn),
  );
}

function isWhole([span, ...more]: readonly Span[], first: number, last: number): boolean {
  return more.length === 0 && span?.first === first && span.last === last;
}

function isEverywhere([bounds, ...more]: readonly (readonly [bigint, bigint])[]): boolean {
  return more.length === 0 && bounds?.[0] === 0n && bounds[1] > ipv4End << 1n;
}

/** Our own side has the family of the other side; that much needs no saying. */
function isFamilyOf(locals: Region['locals'], peers: Region['peers']): boolean {
  const [[first, end] = [0n, 0n], ...more] = locals;
  const isFamily = (first === 0n && end === ipv4End) || (first === ipv4End && end > ipv4End << 1n);
  return (
    isFamily && more.length === 0 && peers.every(([from, until]) => from >= first && until <= end)
  );
}

function formatProtocols({ first, last }: Span): string {
  return first === last ? String(parseProtocol(String(first)) ?? first) : `${first}-${last}`;
}
