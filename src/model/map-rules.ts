// A written group whose rules say something else, wherever they stand in it.
import type { PresentGroup } from './group.ts';
import type { RulePattern } from './ignore.ts';
import type { WrittenRule } from './rule.ts';

export interface RuleChanges {
  /** `isOver` for rules that have expired, and are not wanted. */
  readonly rule: (rule: WrittenRule, options: { readonly isOver: boolean }) => WrittenRule;
  readonly pattern: (pattern: RulePattern) => RulePattern;
}

export function mapRules(group: PresentGroup, { rule, pattern }: RuleChanges): PresentGroup {
  const { ingress, egress, expired, additive, ignore } = group;
  const wanted = (one: WrittenRule) => rule(one, { isOver: false });
  return {
    ...group,
    ingress: ingress?.map(wanted),
    egress: egress?.map(wanted),
    ...(expired && { expired: expired.map((one) => rule(one, { isOver: true })) }),
    ...(additive && { additive: { ...additive, absent: additive.absent.map(wanted) } }),
    ...(ignore && { ignore: { ...ignore, rules: ignore.rules.map(pattern) } }),
  };
}

/** All that a group says of rules: also of those that are over, should not be there, or are ignored. */
export function rulesAndPatterns(group: PresentGroup): {
  readonly rules: readonly WrittenRule[];
  readonly patterns: readonly RulePattern[];
} {
  const { ingress = [], egress = [], expired = [], additive, ignore } = group;
  const rules = [...ingress, ...egress, ...expired, ...(additive?.absent ?? [])];
  return { rules, patterns: ignore?.rules ?? [] };
}
