// Rules of a group beside those of the rulesets that it uses: a group overrides by saying so.
import { formatPeer } from '../../model/peer.ts';
import { ruleKey } from '../../model/rule.ts';
import { formatTraffic } from '../../model/traffic.ts';
import { fault, type Report } from '../fault.ts';
import type { Expanded } from './expand-rule.ts';

export interface RulesToJoin {
  readonly own: readonly Expanded[];
  readonly fromRulesets: readonly Expanded[];
  /** False where a fault hides the rules of some ruleset. */
  readonly complete: boolean;
}

/** Those of the rulesets first, without those that a rule of the group takes the place of. */
export function withOverrides(
  { own, fromRulesets, complete }: RulesToJoin,
  report: Report,
): readonly Expanded[] {
  const overriding = own.filter(({ overrides }) => overrides);
  if (overriding.length === 0) return [...fromRulesets, ...own];
  if (complete) reportIdle(overriding, fromRulesets, report);
  const taken = new Set(overriding.map(({ rule }) => ruleKey(rule)));
  return [...fromRulesets.filter(({ rule }) => !taken.has(ruleKey(rule))), ...own];
}

/** A written rule may stand for many; one of them that overrides is enough. */
function reportIdle(
  overriding: readonly Expanded[],
  fromRulesets: readonly Expanded[],
  report: Report,
): void {
  const given = new Set(fromRulesets.map(({ rule }) => ruleKey(rule)));
  const idle = new Map(overriding.map(({ rule }) => [rule.source, rule]));
  for (const { rule } of overriding) if (given.has(ruleKey(rule))) idle.delete(rule.source);
  for (const { traffic, peer, direction, source } of idle.values()) {
    const what = `"${formatTraffic(traffic)}" ${direction === 'ingress' ? 'from' : 'to'} ${formatPeer(peer)}`;
    const message = `no ruleset of this group has ${what} with this policy, so that there is nothing to override; expected the rule without "override"`;
    report(fault(source, { code: 'overrides-nothing', message }));
  }
}
