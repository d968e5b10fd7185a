// The rules that a call says, as a list `Permissions.N` or in the deprecated flat form.

import { failure } from '../../failure.ts';
import { itemsOf, optional } from '../../parameters.ts';
import { readRule, ruleParameterNames } from './read-rule.ts';
import type { Item, Parameters } from '../../parameters.ts';
import type { Direction, RuleFields } from '../../rule.ts';
import type { Target } from './target.ts';

const rulesPerCallMax = 100;

/** A rule that a call says, and its key in the group. */
export interface SaidRule {
  readonly fields: RuleFields;
  readonly key: string;
}

/** Checks what one item says; `seen` are the keys of the call so far, of which none may come again. */
export function readSaid(
  item: Item,
  {
    call,
    group,
    direction,
    act,
    flat,
    seen,
  }: Target & {
    readonly act: 'authorize' | 'revoke';
    readonly flat: boolean;
    readonly seen: Set<string>;
  },
): SaidRule {
  const fields = readRule(item, { direction, act, flat, call });
  const key = group.key(fields, direction);
  if (seen.has(key)) throw failure('InvalidParam.DuplicatePermissions');
  seen.add(key);
  return { fields, key };
}

/** Whether a call says a rule in either form. */
export function saysRules(parameters: Parameters, direction: Direction): boolean {
  return itemsOf(parameters, 'Permissions').length > 0 || isFlat(parameters, direction);
}

export function itemsOfRequest(
  parameters: Parameters,
  direction: Direction,
): { readonly items: readonly Item[]; readonly flat: boolean } {
  const items = itemsOf(parameters, 'Permissions');
  if (items.length === 0) return { items: [{ label: '', fields: parameters }], flat: true };
  if (items.length > rulesPerCallMax || isFlat(parameters, direction)) {
    throw failure('InvalidParam.Permissions');
  }
  return { items, flat: false };
}

function isFlat(parameters: Parameters, direction: Direction): boolean {
  return ruleParameterNames(direction).some((name) => optional(parameters, name) !== undefined);
}
