// The rules that a call says, as a list `Permissions.N` or in the deprecated flat form.

import { failure } from '../failure.ts';
import { itemsOf, optional } from '../parameters.ts';
import { readRule, ruleParameterNames } from '../read-rule.ts';
import type { Group } from '../group.ts';
import type { Call } from '../operation.ts';
import type { Item, Parameters } from '../parameters.ts';
import type { Direction, RuleFields } from '../rule.ts';

const rulesPerCallMax = 100;

/** A rule that a call says, and its key in the group. */
export interface SaidRule {
  readonly fields: RuleFields;
  readonly key: string;
}

/** All rules of the call, every one of them checked; no two of them are the same. */
export function rulesOfRequest(
  call: Call,
  { group, direction, act }: { group: Group; direction: Direction; act: 'authorize' | 'revoke' },
): readonly SaidRule[] {
  const { items, flat } = itemsOfRequest(call.parameters, direction);
  const said = new Map<string, RuleFields>();
  for (const item of items) {
    const fields = readRule(item, { direction, act, flat, account: call.account });
    const key = group.key(fields, direction);
    if (said.has(key)) throw failure('InvalidParam.DuplicatePermissions', { subject: item.label });
    said.set(key, fields);
  }
  return Array.from(said, ([key, fields]) => ({ key, fields }));
}

/** Whether a call says a rule in either form. */
export function saysRules(parameters: Parameters, direction: Direction): boolean {
  return itemsOf(parameters, 'Permissions').length > 0 || isFlat(parameters, direction);
}

function itemsOfRequest(
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
