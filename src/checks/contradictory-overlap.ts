// Rules that say the opposite of the same packets, where nothing says that the one is an exception.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import { directions, type WrittenRule } from '../model/rule.ts';
import { formatSource } from '../model/source.ts';
import type { Check, Known } from './check.ts';
import { byWrittenRule, listed, partOf } from './rule-words.ts';
import { shadowedRules } from './shadowed.ts';

export const contradictoryOverlap: Check = {
  name: 'contradictory-overlap',
  severity: 'warning',
  summary:
    'An accept and a drop match some of the same packets, and each of them others too, so that neither is an exception from the other; and they have one priority, or the accept is stronger.',
  next: 'Give the exception a smaller priority number than the rule it is an exception from, or make one of the two narrower.',
  *find(group: PresentGroup, known: Known): Generator<Finding> {
    for (const direction of directions) {
      // What never decides at all is told by another check.
      const shadowed = new Set(shadowedRules(known.idle(direction)).map(({ rule }) => rule));
      const decisive = known.contradictions(direction).filter(({ rule }) => !shadowed.has(rule));
      for (const [source, own] of byWrittenRule(decisive)) {
        const [overruledBy, piercedBy] = [
          unique(own.flatMap((one) => one.overruledBy)),
          unique(own.flatMap((one) => one.piercedBy)),
        ];
        const how =
          overruledBy.length > 0
            ? `at the same priority ${listed(overruledBy)} drops some of what it accepts, and wins; expected priorities that differ`
            : `${listed(piercedBy)} is stronger and accepts some of what it drops, and more besides; expected the drop to be stronger, or an accept inside it`;
        const what = partOf(own, group[direction]);
        yield {
          severity: contradictoryOverlap.severity,
          code: contradictoryOverlap.name,
          source,
          message: `${what} ${own.length === 1 ? 'is' : 'are'} contradicted: ${how}`,
        };
      }
    }
  },
};

/** One of each written rule. */
function unique(rules: readonly WrittenRule[]): readonly WrittenRule[] {
  return [...new Map(rules.map((rule) => [formatSource(rule.source), rule])).values()];
}
