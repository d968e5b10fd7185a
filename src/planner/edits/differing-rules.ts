// Where the files and the cloud differ about the rules of a direction.
import { ruleKey, type LiveRule, type WrittenRule } from '../../model/rule.ts';
import type { NamedRules } from './written-rules.ts';

export interface DifferingRules {
  /** In the order in which they are written. */
  readonly written: readonly WrittenRule[];
  /** In no order: nothing has been sorted yet. */
  readonly live: readonly LiveRule[];
  /** Written rules that are there as they are written, each once: nothing is to be done about them. */
  readonly standing: readonly WrittenRule[];
}

/**
 * Takes away what agrees, in one pass: in a plan of thousands of groups that is nearly everything,
 * and what is left can be sorted and paired at leisure. As only rules of one key are ever paired
 * with each other, all of a key stay or leave together, twins included.
 */
export function differingRules({ byKey }: NamedRules, live: readonly LiveRule[]): DifferingRules {
  const partners = new Map<WrittenRule, LiveRule>();
  const others: LiveRule[] = [];
  for (const rule of live) {
    const written = byKey.get(ruleKey(rule));
    if (written === undefined || partners.has(written)) others.push(rule);
    else partners.set(written, rule);
  }
  const withTwins = new Set(others.map((rule) => byKey.get(ruleKey(rule))));
  const standing: WrittenRule[] = [];
  const left: WrittenRule[] = [];
  for (const written of byKey.values()) {
    const partner = partners.get(written);
    const stands = partner !== undefined && agree(written, partner) && !withTwins.has(written);
    if (stands) standing.push(written);
    else {
      left.push(written);
      if (partner !== undefined) others.push(partner);
    }
  }
  return { written: left, live: others, standing };
}

/** Where no description is written, any will do. */
function agree({ priority, description }: WrittenRule, live: LiveRule): boolean {
  const isDescribed = description === undefined || description === live.description;
  return priority === live.priority && isDescribed;
}
