// Rules that are there although their time is over.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import type { Check, Known } from './check.ts';
import { byWrittenRule, quoted } from './rule-words.ts';

export const expiredRule: Check = {
  name: 'expired-rule',
  severity: 'error',
  summary:
    'A rule is still written after the time that its `expires` gives. No plan revokes it for that.',
  *find({ ingress = [], egress = [] }: PresentGroup, { nowMs }: Known): Generator<Finding> {
    const expired = [...ingress, ...egress].flatMap((rule) =>
      rule.expires !== undefined && rule.expires.endMs <= nowMs
        ? [{ rule, until: rule.expires.text }]
        : [],
    );
    for (const [source, [{ rule, until }]] of byWrittenRule(expired)) {
      yield {
        severity: expiredRule.severity,
        code: expiredRule.name,
        source,
        message: `${quoted(rule)} expired on ${until}; expected it to go, or a later day`,
      };
    }
  },
};
