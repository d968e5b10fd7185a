// Rules that are written although their time is over.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import type { Check } from './check.ts';
import { askedFor, byWrittenRule, quoted } from './rule-words.ts';

export const expiredRule: Check = {
  name: 'expired-rule',
  severity: 'warning',
  summary:
    'A rule is still written after the time that its `expires` gives. It is no part of its group any more: the next apply revokes it.',
  next: 'Take the rule out of the file; if it is needed longer, write a later `expires`.',
  *find({ expired = [] }: PresentGroup): Generator<Finding> {
    // Others have gone with an entry of a network, which is said there.
    const over = expired.flatMap((rule) =>
      rule.expires === undefined ? [] : [{ rule, until: rule.expires.text }],
    );
    for (const [source, [{ rule, until }]] of byWrittenRule(over)) {
      yield {
        severity: expiredRule.severity,
        code: expiredRule.name,
        source,
        message: `${quoted(rule)} expired on ${until}${askedFor(rule)}; expected it to go, or a later day`,
      };
    }
  },
};
