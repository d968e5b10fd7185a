// Rules that are written twice count once; two that differ only in priority, description or the time at
// which they expire clash.
import type { Finding } from '../../model/finding.ts';
import { formatPeer } from '../../model/peer.ts';
import { ruleKey, type RuleKey, type WrittenRule } from '../../model/rule.ts';
import { formatSource } from '../../model/source.ts';
import { formatTraffic } from '../../model/traffic.ts';
import { fault, type Report } from '../fault.ts';

/** Keeps the first of each. Where only a later one has a description, the first takes it. */
export function collapseRules(
  rules: readonly WrittenRule[],
  report: Report,
): readonly WrittenRule[] {
  const kept = new Map<RuleKey, WrittenRule>();
  const clashes = new Map<string, Finding>();
  for (const rule of rules) {
    const key = ruleKey(rule);
    const first = kept.get(key);
    const clash = first && clashOf(first, rule);
    if (first === undefined) kept.set(key, rule);
    else if (clash !== undefined) clashes.set(pairKey(first, rule), clash);
    else if (first.description === undefined) kept.set(key, describedLike(first, rule));
  }
  [...clashes.values()].forEach(report);
  return [...kept.values()];
}

function clashOf(first: WrittenRule, later: WrittenRule): Finding | undefined {
  const what = `"${formatTraffic(later.traffic)}" ${later.direction === 'ingress' ? 'from' : 'to'} ${formatPeer(later.peer)}`;
  const where = formatSource(first.source);
  if (first.priority !== later.priority) {
    const message = `${what} is written here at priority ${later.priority} and at ${where} at priority ${first.priority}; expected one of them${orOverride(first, later)}`;
    return fault(later.source, { code: 'two-priorities', message });
  }
  if (first.expires?.text !== later.expires?.text) {
    const message = `${what} is written here and at ${where}, and they expire at different times; expected one of them${orOverride(first, later)}`;
    return fault(later.source, { code: 'two-expiries', message });
  }
  const [one, other] = [first.description, later.description];
  if (one === undefined || other === undefined || one === other) return undefined;
  const message = `${what} is written here and at ${where} with another description; expected one of them${orOverride(first, later)}`;
  return fault(later.source, { code: 'two-descriptions', message });
}

/** Of two rules of one group in different files, the first is of a ruleset. */
function orOverride(first: WrittenRule, later: WrittenRule): string {
  return first.source.file === later.source.file ? '' : ', or "override: true" here';
}

/** Two written rules that clash in many of their expansions are one fault. */
function pairKey(first: WrittenRule, later: WrittenRule): string {
  return `${formatSource(first.source)} ${formatSource(later.source)}`;
}

function describedLike(rule: WrittenRule, { description }: WrittenRule): WrittenRule {
  return description === undefined ? rule : { ...rule, description };
}
