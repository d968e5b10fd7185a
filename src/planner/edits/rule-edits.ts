// What must change in the rules of one direction of one group.
import { contentKey, rankedKey, ruleKey, type Rule, type RuleKey } from '../../model/rule.ts';
import { matchBy } from '../../model/match.ts';
import type { PlannedRule } from '../../model/step.ts';
import { twinsOf } from './twins.ts';

export type RuleEdit = AuthorizeEdit | ModifyEdit | RevokeEdit | RecreateEdit;

export interface AuthorizeEdit {
  readonly kind: 'authorize';
  readonly after: PlannedRule;
}

/** One rule, by its id, becomes another. */
export interface ModifyEdit {
  readonly kind: 'modify';
  readonly before: Rule;
  readonly after: PlannedRule;
}

export interface RevokeEdit {
  readonly kind: 'revoke';
  readonly before: Rule;
}

/** A rule made anew because the API cannot empty its description; twins stand in for it meanwhile. */
export interface RecreateEdit {
  readonly kind: 'recreate';
  readonly before: Rule;
  readonly after: PlannedRule;
  readonly twins: readonly Rule[];
  /** Counts from 0: two whose twins are alike are made anew one after the other. */
  readonly round: number;
}

export interface RuleChanges {
  readonly edits: readonly RuleEdit[];
  /** Rules whose description should go but cannot be cleared in place: as written, and as live. */
  readonly descriptionKept: readonly (readonly [PlannedRule, Rule])[];
}

/**
 * Live rules are a multiset, and written ones never share a key. Exact matches leave first, so that
 * a twin at another priority is never in the way; then rules that differ in their description
 * alone, then those at another priority, which one modify by rule id moves without a gap; of twins
 * the one that is described right.
 */
export function ruleChanges(
  written: readonly PlannedRule[],
  live: readonly Rule[],
  standing: readonly PlannedRule[] = [],
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
  const same = matchBy(describedKey, left, ranked.rightOver);
  const moved = matchBy(ruleKey, same.leftOver, same.rightOver);

  const modified = [...ranked.pairs, ...same.pairs, ...moved.pairs].map(
    ([after, before]) => [keptDescription(after, before), before] as const,
  );
  const undescribed = [...ranked.pairs, ...same.pairs, ...moved.pairs].filter(
    ([after, before]) => after.description === '' && (before.description ?? '') !== '',
  );
  const recreated = recreations(undescribed, [...written, ...standing]);
  return {
    edits: [
      ...modified
        .filter(([after, before]) => contentKey(after) !== contentKey(before))
        .map(([after, before]) => ({ kind: 'modify', before, after }) as const),
      ...moved.leftOver.map((after) => ({ kind: 'authorize', after }) as const),
      ...moved.rightOver.map((before) => ({ kind: 'revoke', before }) as const),
      ...recreated.values(),
    ],
    descriptionKept: undescribed.filter(([after]) => !recreated.has(after)),
  };
}

function describedKey(rule: Rule): string {
  return `${ruleKey(rule)} ${JSON.stringify(rule.description ?? '')}`;
}

/** Those rules that have twins to stand in for them, by what was written. */
function recreations(
  pairs: RuleChanges['descriptionKept'],
  all: readonly PlannedRule[],
): ReadonlyMap<PlannedRule, RecreateEdit> {
  const found = new Map<PlannedRule, RecreateEdit>();
  if (pairs.length === 0) return found;
  // What is there and not written will be gone by then.
  const written = new Set(all.map(ruleKey));
  const rounds: Set<RuleKey>[] = [];
  for (const [after, live] of pairs) {
    const before = keptDescription(after, live);
    const twins = twinsOf(before, written);
    if (twins === undefined) continue;
    const keys = twins.map(ruleKey);
    const free = rounds.findIndex((taken) => !keys.some((key) => taken.has(key)));
    const round = free === -1 ? rounds.length : free;
    rounds[round] = new Set([...(rounds[round] ?? []), ...keys]);
    found.set(after, { kind: 'recreate', before, after, twins, round });
  }
  return found;
}

/** Modify takes no empty description, so the one that stands there stays. */
function keptDescription(after: PlannedRule, before: Rule): PlannedRule {
  const isWritten = after.description !== undefined && after.description !== '';
  return isWritten ? after : { ...after, description: before.description ?? '' };
}
