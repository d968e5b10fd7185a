// The whole state as plain JSON, and back. Access keys are not in it: they belong to whoever serves.

import { completeFields } from './seed.ts';
import { emptyFields } from './rule.ts';
import { State } from './state.ts';
import { storedRule } from './stored-rule.ts';
import type { Group, GroupAttributes } from './group.ts';
import type { Direction, Rule, RuleFields } from './rule.ts';
import type { PortRangeList, PrefixList } from './lists.ts';
import type { Instance, NetworkInterface } from './machines.ts';
import type { ResourceGroup, Vpc } from './state.ts';
import type { Switches } from './switches.ts';
import type { RememberedCall } from './tokens.ts';

export interface EmulatorSnapshot {
  readonly format: 1;
  /** Whose the emulator's access key is. */
  readonly account: string;
  /** How many ids have been made, so that a seeded source makes no id twice. */
  readonly issued: number;
  readonly sequence: number;
  readonly vpcs: readonly Vpc[];
  readonly groups: readonly GroupSnapshot[];
  readonly tokens: readonly RememberedCall[];
  /** Files from before there were these do not have them. */
  readonly instances?: readonly Plain<Instance>[];
  readonly interfaces?: readonly Plain<NetworkInterface>[];
  readonly prefixLists?: readonly Plain<PrefixList>[];
  readonly portRangeLists?: readonly Plain<PortRangeList>[];
  readonly resourceGroups?: readonly ResourceGroup[];
}

/** As JSON has it: tags are an object. */
type Plain<T> = Omit<T, 'tags'> & { readonly tags: Readonly<Record<string, string>> };

type GroupSnapshot = Omit<GroupAttributes, 'tags' | 'snapshotPolicyIds'> & {
  readonly tags: Readonly<Record<string, string>>;
  readonly snapshotPolicyIds?: readonly string[];
  readonly rules: readonly RuleSnapshot[];
};

/** Without the fields that are unset, which are most. */
type RuleSnapshot = Partial<RuleFields> &
  Pick<Rule, 'sequence' | 'SecurityGroupRuleId' | 'Direction' | 'CreateTime'>;

export function takeSnapshot(
  state: State,
  { account, issued }: Pick<EmulatorSnapshot, 'account' | 'issued'>,
): EmulatorSnapshot {
  return {
    format: 1,
    account,
    issued,
    sequence: state.sequence,
    vpcs: [...state.vpcs.values()],
    groups: Array.from(state.groups(), groupSnapshot),
    tokens: state.tokens.calls(),
    instances: Array.from(state.machines.instances(), plain),
    interfaces: Array.from(state.machines.interfaces(), plain),
    prefixLists: Array.from(state.lists.prefixLists.values(), plain),
    portRangeLists: Array.from(state.lists.portRangeLists.values(), plain),
    resourceGroups: [...state.resourceGroups.values()],
  };
}

export function restoreState(snapshot: EmulatorSnapshot, switches: Switches): State {
  const state = new State(switches);
  for (const vpc of snapshot.vpcs) state.vpcs.set(vpc.id, vpc);
  restoreAround(snapshot, state);
  for (const { rules, tags, ...attributes } of snapshot.groups) {
    const { snapshotPolicyIds = [] } = attributes;
    const group = state.addGroup({
      ...attributes,
      tags: new Map(Object.entries(tags)),
      snapshotPolicyIds,
    });
    for (const rule of rules) state.addRule(group, restoreRule(rule));
  }
  for (const call of snapshot.tokens) state.tokens.remember(call);
  state.resumeSequence(snapshot.sequence);
  return state;
}

function restoreAround(
  snapshot: EmulatorSnapshot,
  { machines, lists, resourceGroups }: State,
): void {
  for (const instance of snapshot.instances ?? []) machines.putInstance(rich(instance));
  for (const one of snapshot.interfaces ?? []) machines.putInterface(rich(one));
  for (const list of snapshot.prefixLists ?? []) lists.prefixLists.set(list.id, rich(list));
  for (const list of snapshot.portRangeLists ?? []) lists.portRangeLists.set(list.id, rich(list));
  for (const group of snapshot.resourceGroups ?? []) resourceGroups.set(group.id, group);
}

interface Tagged {
  readonly tags: ReadonlyMap<string, string>;
}

function plain<T extends Tagged>(item: T): Plain<T> {
  return { ...item, tags: Object.fromEntries(item.tags) };
}

function rich<T extends Omit<Plain<Tagged>, never>>(
  item: T,
): Omit<T, 'tags'> & { readonly tags: ReadonlyMap<string, string> } {
  return { ...item, tags: new Map(Object.entries(item.tags)) };
}

function groupSnapshot(group: Group): GroupSnapshot {
  const { tags, ...attributes } = group.attributes;
  return {
    ...attributes,
    tags: Object.fromEntries(tags),
    rules: Array.from(group.rules(), ruleSnapshot),
  };
}

const fieldNames = Object.keys(emptyFields) as (keyof RuleFields)[];

function ruleSnapshot(rule: Rule): RuleSnapshot {
  const { sequence, SecurityGroupRuleId, Direction, CreateTime } = rule;
  const set: Partial<Record<keyof RuleFields, string | number>> = {};
  for (const name of fieldNames) {
    if (rule[name] !== emptyFields[name]) set[name] = rule[name];
  }
  // Each value was taken from the field of its name.
  const fields = set as Partial<RuleFields>;
  return { sequence, SecurityGroupRuleId, Direction, CreateTime, ...fields };
}

function restoreRule(snapshot: RuleSnapshot): Rule {
  const { sequence, SecurityGroupRuleId, CreateTime } = snapshot;
  const direction: Direction = snapshot.Direction;
  const identity = { sequence, SecurityGroupRuleId, Direction: direction, CreateTime };
  return storedRule(completeFields(snapshot), identity);
}
