// The moves of a search: each changes one rule, or one inner access policy, of one group.
import type { GroupContent } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import { isGroupPeer, weightOf, type ListSizes } from '../../model/quota.ts';
import { contentKey, rankOf, type Rule } from '../../model/rule.ts';
import type { EditOfGroup } from '../order/order.ts';
import type { Item } from './ground.ts';
import type { Load } from './room.ts';

export interface Move {
  readonly edit: EditOfGroup;
  /** Indices of items. */
  readonly takes: readonly number[];
  readonly gives: readonly number[];
}

export interface Problem {
  readonly items: readonly (Item & { readonly load: Load })[];
  readonly moves: readonly Move[];
}

/** Everything that groups have or are to have, and the edits as moves on it. */
export function problemOf(
  edits: readonly EditOfGroup[],
  groups: ReadonlyMap<GroupName, GroupContent>,
  sizes: ListSizes,
): Problem {
  const items: (Item & { readonly load: Load })[] = [];
  const going = new Map<string, number>();
  for (const { group, edit } of edits) {
    if (edit.kind !== 'modify' && edit.kind !== 'revoke') continue;
    const key = `${group} ${contentKey(edit.before)}`;
    going.set(key, (going.get(key) ?? 0) + 1);
  }
  const taken = new Map<string, number[]>();
  const add = (item: Item & { readonly load: Load }): number => items.push(item) - 1;
  for (const [group, { rules, innerAccessPolicy }] of groups) {
    for (const rule of rules) {
      const key = `${group} ${contentKey(rule)}`;
      const left = going.get(key) ?? 0;
      going.set(key, left - 1);
      const item = itemOf(group, rule, sizes);
      const index = add({ ...item, isBefore: true, isAfter: left <= 0 });
      if (left > 0) taken.set(key, [...(taken.get(key) ?? []), index]);
    }
    const inner = edits.find((one) => one.group === group && isInner(one));
    if (innerAccessPolicy === 'accept' && inner === undefined) {
      add({ ...insideOf(group), isBefore: true, isAfter: true });
    }
  }
  const take = (group: GroupName, rule: Rule): readonly number[] => {
    const index = taken.get(`${group} ${contentKey(rule)}`)?.shift();
    return index === undefined ? [] : [index];
  };
  const give = (group: GroupName, rule: Rule): readonly number[] => [
    add({ ...itemOf(group, rule, sizes), isBefore: false, isAfter: true }),
  ];
  const moves = edits.map((one): Move => {
    const { group, edit } = one;
    switch (edit.kind) {
      case 'authorize':
        return { edit: one, takes: [], gives: give(group, edit.after) };
      case 'revoke':
        return { edit: one, takes: take(group, edit.before), gives: [] };
      case 'modify':
        return { edit: one, takes: take(group, edit.before), gives: give(group, edit.after) };
      case 'modifyInnerAccessPolicy': {
        const isAfter = edit.after === 'accept';
        const index = add({ ...insideOf(group), isBefore: !isAfter, isAfter });
        return { edit: one, takes: isAfter ? [] : [index], gives: isAfter ? [index] : [] };
      }
    }
  });
  return { items, moves };
}

export function itemOf(group: GroupName, rule: Rule, sizes: ListSizes) {
  const load = { group, weight: weightOf(rule, sizes), isGroupPeer: isGroupPeer(rule) };
  return { group, matcher: rule, rank: rankOf(rule), load };
}

function insideOf(group: GroupName) {
  const load = { group, weight: 0, isGroupPeer: false };
  return { group, matcher: { inside: group }, rank: 1, load };
}

function isInner({ edit }: EditOfGroup): boolean {
  return edit.kind === 'modifyInnerAccessPolicy';
}
