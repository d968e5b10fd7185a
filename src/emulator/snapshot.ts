// The whole state as plain JSON, and back. Access keys are not in it: they belong to whoever serves.

import { completeFields } from './seed.ts';
import { emptyFields } from './rule.ts';
import { State } from './state.ts';
import type { Group, GroupAttributes } from './group.ts';
import type { Direction, Rule, RuleFields } from './rule.ts';
import type { Vpc } from './state.ts';
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
}

type GroupSnapshot = Omit<GroupAttributes, 'tags'> & {
  readonly tags: Readonly<Record<string, string>>;
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
  };
}

export function restoreState(snapshot: EmulatorSnapshot, switches: Switches): State {
  const state = new State(switches);
  for (const vpc of snapshot.vpcs) state.vpcs.set(vpc.id, vpc);
  for (const { rules, tags, ...attributes } of snapshot.groups) {
    const group = state.addGroup({ ...attributes, tags: new Map(Object.entries(tags)) });
    for (const rule of rules) state.addRule(group, restoreRule(rule));
  }
  for (const call of snapshot.tokens) state.tokens.remember(call);
  state.resumeSequence(snapshot.sequence);
  return state;
}

function groupSnapshot(group: Group): GroupSnapshot {
  const { tags, ...attributes } = group.attributes;
  return {
    ...attributes,
    tags: Object.fromEntries(tags),
    rules: Array.from(group.rules(), ruleSnapshot),
  };
}

function ruleSnapshot(rule: Rule): RuleSnapshot {
  const { sequence, SecurityGroupRuleId, Direction, CreateTime, ...fields } = rule;
  const names = Object.keys(emptyFields) as (keyof RuleFields)[];
  const set = names.filter((name) => fields[name] !== emptyFields[name]);
  return {
    sequence,
    SecurityGroupRuleId,
    Direction,
    CreateTime,
    ...Object.fromEntries(set.map((name) => [name, fields[name]])),
  };
}

function restoreRule(snapshot: RuleSnapshot): Rule {
  const { sequence, SecurityGroupRuleId, CreateTime } = snapshot;
  const direction: Direction = snapshot.Direction;
  return {
    ...completeFields(snapshot),
    sequence,
    SecurityGroupRuleId,
    Direction: direction,
    CreateTime,
  };
}
