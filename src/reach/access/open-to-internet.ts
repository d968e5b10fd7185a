// Which rules of a group accept something from, or to, a large part of the internet.
import type { Rule } from '../../model/rule.ts';
import { hasPorts, type Traffic } from '../../model/traffic.ts';
import { rangeOf, rangesMeet, type AddressRange } from './address-range.ts';
import { isLargePartOfInternet, publicAddresses, publicPart } from './public-addresses.ts';

/**
 * Alone, or together with others of these that match some of the same traffic: two halves of the
 * internet are the internet. Drops are not looked at, and may be gone tomorrow. Members of groups and
 * entries of lists are no part of the internet here.
 */
export function openToInternet<One extends Rule>(rules: readonly One[]): ReadonlySet<One> {
  const open = rules.flatMap((rule) => {
    const { policy, peer } = rule;
    const range = policy === 'accept' && peer.kind === 'cidr' ? rangeOf(peer.cidr) : undefined;
    return range === undefined || publicPart(range) === undefined ? [] : [{ rule, range }];
  });
  const isWide = (ranges: readonly AddressRange[]) =>
    isLargePartOfInternet(publicAddresses(joined(ranges)));
  if (!isWide(open.map(({ range }) => range))) return new Set();
  const wide = open.filter(({ rule, range }) => {
    const beside = open.filter((one) => sharesTraffic(one.rule, rule));
    return isWide([range, ...beside.map((one) => one.range)]);
  });
  return new Set(wide.map(({ rule }) => rule));
}

function sharesTraffic(one: Rule, other: Rule): boolean {
  return one.direction === other.direction && trafficsMeet(one.traffic, other.traffic);
}

/** Nobody knows here which ports are in a list. */
function trafficsMeet(one: Traffic, other: Traffic): boolean {
  if (one.protocol === 'all' || other.protocol === 'all') return true;
  if (one.protocol !== other.protocol) return false;
  if (!hasPorts(one) || !hasPorts(other)) return true;
  if (one.ports.kind === 'list' || other.ports.kind === 'list') return true;
  return one.ports.first <= other.ports.last && other.ports.first <= one.ports.last;
}

/** The same addresses, each in one range. */
function joined(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const all: AddressRange[] = [];
  for (const range of ranges.toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
    const last = all.at(-1);
    if (last === undefined || !rangesMeet(last, range)) all.push(range);
    else all[all.length - 1] = { first: last.first, end: later(last.end, range.end) };
  }
  return all;
}

function later(one: AddressRange['end'], other: AddressRange['end']): AddressRange['end'] {
  return one < other ? other : one;
}
