// What becomes of each rule of a group in the end, through however many steps it goes.
import { matchBy } from '../model/match.ts';
import { contentKey, ruleKey, type Rule } from '../model/rule.ts';
import type { PlannedRule, Step } from '../model/step.ts';

export type RuleChange = AddedRule | RemovedRule | ChangedRule | TemporaryRule;

export interface AddedRule {
  readonly kind: 'added';
  readonly after: PlannedRule;
}

export interface RemovedRule {
  readonly kind: 'removed';
  readonly before: Rule;
}

export interface ChangedRule {
  readonly kind: 'changed';
  readonly before: Rule;
  readonly after: PlannedRule;
}

/** There only on the way: it stands in for another one, or for several. */
export interface TemporaryRule {
  readonly kind: 'temporary';
  readonly rule: Rule;
}

/**
 * Of the steps of one group, in their order: first what stays, in the order in which steps touch it,
 * then what was temporary. A rule that is revoked, and authorized again with another priority or
 * description, has changed.
 */
export function ruleChanges(steps: readonly Step[]): readonly RuleChange[] {
  const lives = livesOf(steps);
  const added = lives.filter((life) => life.before === undefined && life.after !== undefined);
  const removed = lives.filter((life) => life.before !== undefined && life.after === undefined);
  const { pairs } = matchBy(latestKey, added, removed);
  const remade = new Map(pairs.map(([one, other]) => [other, one.after]));
  const again = new Set(pairs.map(([one]) => one));
  const changes = lives
    .filter((life) => !again.has(life))
    .map((life) => changeOf({ ...life, after: life.after ?? remade.get(life) }));
  const isTemporary = ({ kind }: RuleChange) => kind === 'temporary';
  return [...changes.filter((change) => !isTemporary(change)), ...changes.filter(isTemporary)];
}

/** One rule of the cloud: what it was, and what it has become; undefined where it is not there. */
interface Life {
  readonly before: Rule | undefined;
  readonly after: PlannedRule | undefined;
  /** What it is, or was last. */
  readonly latest: Rule;
}

function livesOf(steps: readonly Step[]): readonly Life[] {
  const lives: Life[] = [];
  const present = new Map<string, number[]>();
  for (const { before, after } of steps.flatMap(movesOf)) {
    const known = before && present.get(contentKey(before))?.pop();
    const index = known ?? lives.length;
    const latest = after ?? before;
    if (latest !== undefined) {
      lives[index] = { before: known === undefined ? before : lives[known]?.before, after, latest };
    }
    if (after !== undefined) {
      const key = contentKey(after);
      present.set(key, [...(present.get(key) ?? []), index]);
    }
  }
  return lives;
}

function latestKey({ latest }: Life): string {
  return ruleKey(latest);
}

/** A rule comes, goes, or becomes another one. */
type Move = Partial<Pick<ChangedRule, 'before' | 'after'>>;

function movesOf(step: Step): readonly Move[] {
  switch (step.kind) {
    case 'authorize':
      return step.rules.map((after) => ({ after }));
    case 'revoke':
      return step.rules.map((before) => ({ before }));
    case 'modifyRule':
      return [{ before: step.before, after: step.after }];
    default:
      return [];
  }
}

function changeOf({ before, after, latest }: Life): RuleChange {
  if (before !== undefined && after !== undefined) return { kind: 'changed', before, after };
  if (after !== undefined) return { kind: 'added', after };
  return before === undefined ? { kind: 'temporary', rule: latest } : { kind: 'removed', before };
}
