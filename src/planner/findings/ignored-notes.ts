// Ignoring silences the repair of a rule, and never the report of it.
import type { PresentGroup } from '../../model/group.ts';
import type { Note } from '../../model/plan.ts';
import { formatPeer } from '../../model/peer.ts';
import { compareRules, sortRules, type LiveRule, type Rule } from '../../model/rule.ts';
import { formatSource } from '../../model/source.ts';
import { formatTraffic } from '../../model/traffic.ts';
import { bareRule } from '../edits/bare-rule.ts';
import type { ExposedRule } from '../edits/ignored-rules.ts';

export function ignoredNotes(
  { name, source }: PresentGroup,
  ignored: readonly LiveRule[],
): readonly Note[] {
  if (ignored.length === 0) return [];
  const rules = sortRules(ignored).map(bareRule);
  const more = rules.length - rulesNamedMax;
  const named = rules.slice(0, rulesNamedMax).map(ruleText).join(', ');
  const [what, stay] = rules.length === 1 ? ['1 rule', 'stays'] : [`${rules.length} rules`, 'stay'];
  const [are, and] = [rules.length === 1 ? 'is' : 'are', more > 0 ? ` and ${more} more` : ''];
  const message = `${what} of ${name} ${are} ignored and ${stay}: ${named}${and}`;
  return [{ code: 'ignored', group: name, source, message, rules }];
}

/** They are planned, and a difference, like any other. */
export function exposedNotes(
  { name }: PresentGroup,
  exposed: readonly ExposedRule[],
): readonly Note[] {
  const sorted = exposed.toSorted((one, other) => compareRules(one.rule, other.rule));
  return sorted.map(({ rule, pattern: { source } }): Note => {
    const message = `${ruleText(rule)} of ${name} matches what is ignored (${formatSource(source)}) and is open to the internet, so it is not ignored`;
    return { code: 'not-ignored', group: name, source, message, rules: [bareRule(rule)] };
  });
}

const rulesNamedMax = 3;

function ruleText({ direction, policy, traffic, peer, priority }: Rule): string {
  const toOrFrom = direction === 'ingress' ? 'from' : 'to';
  const what = `${direction} ${policy} ${formatTraffic(traffic)}`;
  return `${what} ${toOrFrom} ${formatPeer(peer)} at priority ${priority}`;
}
