// Drops that stop nothing, because stronger rules accept what they match.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import { directions } from '../model/rule.ts';
import type { Check, Known } from './check.ts';
import { byWrittenRule, listed, partOf } from './rule-words.ts';
import { shadowedRules } from './shadowed.ts';

export const dropNeverMatches: Check = {
  name: 'drop-never-matches',
  severity: 'warning',
  summary:
    'Stronger rules, accepts among them, decide everything that a drop matches: whoever counts on it is not protected.',
  next: 'Give the drop a smaller priority number than the accepts that the message names, or take it out.',
  *find(group: PresentGroup, known: Known): Generator<Finding> {
    for (const direction of directions) {
      const hidden = shadowedRules(known.idle(direction)).filter((one) => one.isOverridden);
      for (const [source, own] of byWrittenRule(hidden)) {
        const by = [...new Set(own.flatMap((one) => one.by))];
        const verb = own.length === 1 ? 'stops' : 'stop';
        yield {
          severity: dropNeverMatches.severity,
          code: dropNeverMatches.name,
          source,
          message: `${partOf(own, group[direction])} ${verb} nothing: what is matched is decided by ${listed(by)}; expected at most the smallest of their priority numbers`,
          example: `priority: ${Math.min(...by.map(({ priority }) => priority))}`,
        };
      }
    }
  },
};
