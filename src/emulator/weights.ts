// For how many rules a rule counts: one with a prefix list or a port list counts for as many entries
// as the list may hold, whatever it holds.

import { peerPrefixListId } from './rule.ts';
import type { Group } from './group.ts';
import type { Direction, RuleFields } from './rule.ts';
import type { World } from './state.ts';
import type { Switches } from './switches.ts';

export interface Scales {
  readonly state: World;
  readonly switches: Switches;
}

export function ruleWeight(
  rule: RuleFields,
  { state, switches, direction }: Scales & { readonly direction: Direction },
): number {
  const { prefixLists, portRangeLists } = state.lists;
  const prefixes = prefixLists.get(peerPrefixListId(rule, direction))?.maxEntries;
  const ports = portRangeLists.get(rule.PortRangeListId)?.maxEntries;
  if (prefixes === undefined || ports === undefined) return prefixes ?? ports ?? 1;
  return switches.rulesOfBothLists === 'product' ? prefixes * ports : prefixes + ports;
}

export function groupWeight(group: Group, scales: Scales): number {
  let weight = group.ruleCount;
  for (const rule of group.listRules()) {
    weight += ruleWeight(rule, { ...scales, direction: rule.Direction }) - 1;
  }
  return weight;
}

/** Of all groups together that are named. */
export function groupsWeight(ids: readonly string[], scales: Scales): number {
  const groups = ids.map((id) => scales.state.group(id)).filter((group) => group !== undefined);
  return groups.reduce((sum, group) => sum + groupWeight(group, scales), 0);
}
