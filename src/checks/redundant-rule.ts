// Rules without which this group would decide the same.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import { directions, rankOf, type WrittenRule } from '../model/rule.ts';
import type { IdleRule } from '../reach/access/lint.ts';
import type { Check, Known } from './check.ts';
import { byWrittenRule, listed, partOf, rulesOf } from './rule-words.ts';

export const redundantRule: Check = {
  name: 'redundant-rule',
  severity: 'info',
  summary:
    'Without the rule this group alone decides the same. Beside other groups on an interface it may still matter, so look before it goes.',
  next: 'Take it out, unless it is there for another group on the same interface; `sluice explain` says who decides.',
  *find(group: PresentGroup, known: Known): Generator<Finding> {
    for (const direction of directions) {
      const spared = known.idle(direction).flatMap(sparedOf);
      for (const [source, own] of byWrittenRule(spared)) {
        const by = [...new Set(own.flatMap(({ sparedBy }) => sparedBy))];
        const why =
          by.length === 0 ? ': no other rule accepts what it drops' : `, by ${listed(by)}`;
        yield {
          severity: redundantRule.severity,
          code: redundantRule.name,
          source,
          message: `without ${partOf(own, group[direction])} this group alone decides the same${why}`,
        };
      }
    }
  },
};

/** To write down what the default accepts is clear, and no fault. */
function sparedOf({ kind, rule, coveredBy, decidedInstead }: IdleRule<WrittenRule>) {
  if (kind === 'shadowed') return [];
  const sparedBy = rulesOf([...coveredBy, ...decidedInstead]).filter(
    (other) => rankOf(other) >= rankOf(rule),
  );
  return sparedBy.length === 0 && rule.policy === 'accept' ? [] : [{ rule, sparedBy }];
}
