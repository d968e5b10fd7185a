// Rules that never decide, because stronger ones match all that they match.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import { directions } from '../model/rule.ts';
import type { Check, Known } from './check.ts';
import { byWrittenRule, listed, partOf } from './rule-words.ts';
import { shadowedRules } from './shadowed.ts';

export const shadowedRule: Check = {
  name: 'shadowed-rule',
  severity: 'warning',
  summary:
    'Stronger rules decide everything that a rule matches, so that it does nothing, whatever it says.',
  next: 'Take it out, or give it a smaller priority number than the rules that the message names.',
  *find(group: PresentGroup, known: Known): Generator<Finding> {
    for (const direction of directions) {
      // Accepts over a drop are worse, and told by a check of their own.
      const hidden = shadowedRules(known.idle(direction)).filter((one) => !one.isOverridden);
      for (const [source, own] of byWrittenRule(hidden)) {
        const by = [...new Set(own.flatMap((one) => one.by))];
        const verb = own.length === 1 ? 'never decides' : 'never decide';
        yield {
          severity: shadowedRule.severity,
          code: shadowedRule.name,
          source,
          message: `${partOf(own, group[direction])} ${verb}: what is matched is decided by ${listed(by)}; expected it to go, or a smaller priority number`,
        };
      }
    }
  },
};
