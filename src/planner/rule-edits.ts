// What must change in the rules of one direction of one group.
import { contentKey, rankedKey, ruleKey, type LiveRule, type WrittenRule } from '../model/rule.ts';
import { matchBy } from '../model/match.ts';

export type RuleEdit =
  | { readonly kind: 'authorize'; readonly after: WrittenRule }
  | { readonly kind: 'modify'; readonly before: LiveRule; readonly after: WrittenRule }
  | { readonly kind: 'revoke'; readonly before: LiveRule };

export interface RuleChanges {
  readonly edits: readonly RuleEdit[];
  /** Live rules whose description should go but cannot be cleared in place. */
  readonly descriptionKept: readonly (readonly [WrittenRule, LiveRule])[];
}

/**
 * Live rules are a multiset, and written ones never share a key. Exact matches leave first, so that
 * a twin at another priority is never in the way; then rules that differ in their description
 * alone, then those at another priority, which one modify by rule id moves without a gap.
 */
export function ruleChanges(
  written: readonly WrittenRule[],
  live: readonly LiveRule[],
): RuleChanges {
  const exact = matchBy(contentKey, written, live);
  const unmanaged = matchBy(
    rankedKey,
    exact.leftOver.filter(({ description }) => description === undefined),
    exact.rightOver,
  );
  const described = exact.leftOver.filter(({ description }) => description !== undefined);
  const ranked = matchBy(rankedKey, described, unmanaged.rightOver);
  const left = [...unmanaged.leftOver, ...ranked.leftOver];
  const moved = matchBy(ruleKey, left, ranked.rightOver);

  const modified = [...ranked.pairs, ...moved.pairs].map(
    ([after, before]) => [keptDescription(after, before), before] as const,
  );
  return {
    edits: [
      ...modified
        .filter(([after, before]) => contentKey(after) !== contentKey(before))
        .map(([after, before]) => ({ kind: 'modify', before, after }) as const),
      ...moved.leftOver.map((after) => ({ kind: 'authorize', after }) as const),
      ...moved.rightOver.map((before) => ({ kind: 'revoke', before }) as const),
    ],
    descriptionKept: [...ranked.pairs, ...moved.pairs].filter(
      ([after, before]) => after.description === '' && before.description !== '',
    ),
  };
}

/** Modify takes no empty description, so the one that stands there stays. */
function keptDescription(after: WrittenRule, before: LiveRule): WrittenRule {
  const isWritten = after.description !== undefined && after.description !== '';
  return isWritten ? after : { ...after, description: before.description };
}
