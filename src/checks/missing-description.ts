// Groups and rules of which nobody wrote what they are for.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import type { Check } from './check.ts';
import { byWrittenRule, quoted } from './rule-words.ts';

export const missingDescription: Check = {
  name: 'missing-description',
  severity: 'info',
  summary: 'Nobody wrote what a group or a rule is for, so nobody will dare to remove it.',
  next: 'Write a `description` that says what it is for.',
  *find({
    name,
    description,
    ingress = [],
    egress = [],
    source,
  }: PresentGroup): Generator<Finding> {
    const { severity, name: code } = missingDescription;
    if (description === undefined) {
      const message = `the group "${name}" has no description; expected what it is for`;
      yield { severity, code, source, message, example: 'description: Public web tier' };
    }
    const silent = [...ingress, ...egress].filter((rule) => (rule.description ?? '') === '');
    for (const [place, [{ rule }]] of byWrittenRule(silent.map((one) => ({ rule: one })))) {
      const message = `${quoted(rule)} has no description; expected what it is for`;
      const example = 'description: HTTPS from anywhere';
      yield { severity, code, source: place, message, example };
    }
  },
};
