// Live rules that nobody wrote and that are ignored, since others make them. What is open to the
// internet is never ignored: there a pattern that matches too much would hide the worst.
import { globTest, type Ignore, type RulePattern } from '../../model/ignore.ts';
import { withPeerName, type NamesById } from '../../model/live.ts';
import { formatPeer } from '../../model/peer.ts';
import type { LiveRule } from '../../model/rule.ts';
import { hasPorts } from '../../model/traffic.ts';
import { openToInternet } from '../../reach/access/open-to-internet.ts';
import { blockHolds, rangeHolds } from '../../reach/contains.ts';

export interface SortedRules {
  readonly ignored: readonly LiveRule[];
  /** Those that a pattern matches, and that are open to the internet all the same. */
  readonly exposed: readonly ExposedRule[];
  readonly others: readonly LiveRule[];
}

export interface ExposedRule {
  readonly rule: LiveRule;
  readonly pattern: RulePattern;
}

export function sortIgnored(
  rules: readonly LiveRule[],
  { rules: patterns }: Ignore,
  names: NamesById,
): SortedRules {
  const tests = patterns.map((pattern) => ({ pattern, test: testOf(pattern, names) }));
  const patternOf = new Map<LiveRule, RulePattern>();
  for (const rule of rules) {
    const found = tests.find(({ test }) => test(rule));
    if (found !== undefined) patternOf.set(rule, found.pattern);
  }
  const open = openToInternet([...patternOf.keys()]);
  return {
    ignored: rules.filter((rule) => patternOf.has(rule) && !open.has(rule)),
    exposed: [...patternOf].flatMap(([rule, pattern]) =>
      open.has(rule) ? [{ rule, pattern }] : [],
    ),
    others: rules.filter((rule) => !patternOf.has(rule) || open.has(rule)),
  };
}

/** Nobody knows here what is in a prefix list, so that only who names it ignores a rule for it. */
function testOf(pattern: RulePattern, names: NamesById): (rule: LiveRule) => boolean {
  const { direction, policy, protocols, ports, within, priorities } = pattern;
  const { descriptions } = pattern;
  const isDescribed = descriptions && globTest(descriptions);
  const peers = pattern.peers?.map((peer) => formatPeer(withPeerName({ peer }, names).peer));
  return ({ traffic, peer, ...rule }) =>
    (direction === undefined || direction === rule.direction) &&
    (policy === undefined || policy === rule.policy) &&
    (protocols === undefined || protocols.includes(traffic.protocol)) &&
    (priorities === undefined || priorities.includes(rule.priority)) &&
    (isDescribed === undefined || isDescribed(rule.description)) &&
    (peers === undefined ? peer.kind !== 'prefixList' : peers.includes(formatPeer(peer))) &&
    (within === undefined ||
      (peer.kind === 'cidr' && within.some((block) => blockHolds(block, peer.cidr)))) &&
    (ports === undefined ||
      (hasPorts(traffic) && traffic.ports.kind === 'range' && holdsOne(ports, traffic.ports)));
}

function holdsOne(
  ranges: NonNullable<RulePattern['ports']>,
  inner: Parameters<typeof rangeHolds>[1],
): boolean {
  return ranges.some((outer) => rangeHolds(outer, inner));
}
