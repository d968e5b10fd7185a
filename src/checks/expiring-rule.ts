// Rules whose time will soon be over.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import type { Check, Known } from './check.ts';
import { askedFor, byWrittenRule, quoted } from './rule-words.ts';

const dayMs = 24 * 60 * 60_000;
const soonDays = 14;

export const expiringRule: Check = {
  name: 'expiring-rule',
  severity: 'warning',
  summary: `The time that a rule's \`expires\` gives is over within ${soonDays} days.`,
  next: 'Ask its `owner` whether it is needed longer: write a later `expires`, or leave it to go.',
  *find({ ingress = [], egress = [] }: PresentGroup, { nowMs }: Known): Generator<Finding> {
    const expiring = [...ingress, ...egress].flatMap((rule) => {
      const { expires } = rule;
      const isSoon =
        expires !== undefined && expires.endMs > nowMs && expires.endMs - nowMs <= soonDays * dayMs;
      return isSoon ? [{ rule, until: expires.text }] : [];
    });
    for (const [source, [{ rule, until }]] of byWrittenRule(expiring)) {
      yield {
        severity: expiringRule.severity,
        code: expiringRule.name,
        source,
        message: `${quoted(rule)} expires on ${until}${askedFor(rule)}; expected a later day where it is still needed`,
      };
    }
  },
};
