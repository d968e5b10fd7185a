// Rules that never decide, and which others decide instead.
import type { WrittenRule } from '../model/rule.ts';
import type { IdleRule } from '../reach/access/lint.ts';
import { rulesOf } from './rule-words.ts';

export interface Shadowed {
  readonly rule: WrittenRule;
  /** Stronger rules, with which all that it matches is decided. */
  readonly by: readonly WrittenRule[];
  /** Whether it is a drop, and accepts are among these. */
  readonly isOverridden: boolean;
}

export function shadowedRules(idle: readonly IdleRule<WrittenRule>[]): readonly Shadowed[] {
  return idle
    .filter(({ kind }) => kind === 'shadowed')
    .map(({ rule, coveredBy }) => {
      const by = rulesOf(coveredBy);
      const isOverridden = rule.policy === 'drop' && by.some(({ policy }) => policy === 'accept');
      return { rule, by, isOverridden };
    });
}
