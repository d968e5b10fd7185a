// ModifySecurityGroupRule and ModifySecurityGroupEgressRule: one rule is changed in place.

import { checkPrefixList, checkReferences } from './check-peer.ts';
import { checkAssociations, checkWeight } from './rule-limits.ts';
import { ruleWeight } from '../../weights.ts';
import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { optional } from '../../parameters.ts';
import { readRule, ruleParameterNames } from './read-rule.ts';
import { emptyFields, peerKind, sides } from '../../rule.ts';
import { findOwnGroup } from '../groups/find-group.ts';
import type { Call } from '../../operation.ts';
import type { Parameters } from '../../parameters.ts';
import type { Direction, Rule, RuleFields } from '../../rule.ts';
import type { ReplyBody } from '../../tokens.ts';
import type { Target } from './target.ts';

export const modifySecurityGroupRule = operation(
  'ModifySecurityGroupRule',
  (call) => modify(call, 'ingress'),
  { takesClientToken: true },
);

export const modifySecurityGroupEgressRule = operation(
  'ModifySecurityGroupEgressRule',
  (call) => modify(call, 'egress'),
  { takesClientToken: true },
);

function modify(call: Call, direction: Direction): ReplyBody {
  const target = { call, group: findOwnGroup(call), direction };
  checkDirection(target);
  const id = optional(call.parameters, 'SecurityGroupRuleId');
  const [before, after] = id === undefined ? byContent(target) : byId(id, target);
  call.state.replaceRule(target.group, { before, after });
  call.notice({ groupId: target.group.id, added: [after], removed: [before] });
  return {};
}

/** The peer of the other direction is no parameter of this operation, which the cloud says so. */
function checkDirection({ call, direction }: Target): void {
  const other = sides[direction === 'ingress' ? 'egress' : 'ingress'].peer.group;
  if (optional(call.parameters, other) === undefined) return;
  throw failure('InvalidSourceOrDestGroupId.DirectionMissmatch');
}

/** Without an id the parameters say which rule it is, and only its description can change. */
function byContent({ call, group, direction }: Target): readonly [Rule, Rule] {
  const fields = readRule(
    { label: '', fields: call.parameters },
    { direction, act: 'modify', flat: true, call },
  );
  const rule = group.sameRule(group.key(fields, direction));
  if (rule === undefined) throw failure('SecurityGroupRule.NotFound');
  checkNotEmptied(rule, { parameters: call.parameters, names: ['Description'] });
  const Description = fields.Description === '' ? rule.Description : fields.Description;
  return [rule, { ...rule, Description }];
}

function byId(id: string, target: Target): readonly [Rule, Rule] {
  const { group, direction } = target;
  const rule = group.rule(id);
  if (!id.startsWith('sgr-')) {
    throw failure('InvalidParam.SecurityGroupRuleId');
  }
  if (rule?.Direction !== direction) throw failure('InvalidSecurityGroupRuleId.NotFound');
  const after = { ...rule, ...changedFields(rule, target) };
  const { peer } = sides[direction];
  if (after[peer.prefixList] !== '') checkPrefixList(after, target);
  if (refersElsewhere(rule, after)) {
    checkReferences(after, target);
    checkAssociations(after, target);
  }
  const weight = (one: Rule): number => ruleWeight(one, { ...target.call, direction });
  checkWeight(weight(after) - weight(rule), target, { status: 400 });
  const same = group.sameRule(group.key(after, direction));
  if (same !== undefined && same.SecurityGroupRuleId !== id) {
    throw failure('InvalidOperation.RuleDuplicate');
  }
  return [rule, after];
}

/** The rule as it will be, read like any other rule, so that the whole of it is checked again. */
function changedFields(rule: Rule, { call, direction }: Target): RuleFields {
  const names = ruleParameterNames(direction);
  checkNotEmptied(rule, { parameters: call.parameters, names });
  const given = givenFields(call.parameters, names);
  if (given['NicType'] !== undefined && given['NicType'].toLowerCase() !== 'intranet') {
    throw failure('InvalidOperation.ModifyNicType');
  }
  checkPortKind(rule, given);
  checkPeerKind(rule, given);
  const keeps = call.switches.omittedFieldsOfModify === 'kept';
  const fields = {
    ...keptFields(rule, given),
    ...(keeps ? { Policy: rule.Policy } : {}),
    ...given,
  };
  const read = readRule({ label: '', fields }, { direction, act: 'modify', flat: true, call });
  // A priority above 100 cannot be asked for, but a rule that has one may keep it.
  return keeps && given['Priority'] === undefined ? { ...read, Priority: rule.Priority } : read;
}

/** Every port, written as -1/-1, is as empty as "". */
function checkNotEmptied(
  rule: Rule,
  { parameters, names }: { parameters: Parameters; names: readonly string[] },
): void {
  for (const name of names) {
    if (parameters[name] !== '' || !isText(name)) continue;
    const empty = rule[name] === '' || (name === 'SourcePortRange' && rule[name] === '-1/-1');
    if (!empty) throw failure('InvalidParam.InvalidModifyRuleRequest', { subject: name });
  }
}

type TextName = Exclude<keyof RuleFields, 'Policy' | 'Priority'>;

/** Policy and Priority have defaults, so that "" is no value of theirs. */
function isText(name: string): name is TextName {
  return name in emptyFields && name !== 'Policy' && name !== 'Priority';
}

function givenFields(parameters: Parameters, names: readonly string[]): Parameters {
  const given = names.map((name) => [name, optional(parameters, name)] as const);
  return Object.fromEntries(
    given.filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

/** Neither Policy nor Priority; another peer group takes its owner along. */
function keptFields(rule: Rule, given: Parameters): Parameters {
  const { group, groupOwnerAccount } = sides[rule.Direction].peer;
  const kept = Object.keys(emptyFields)
    .filter(isText)
    .map((name) => [name, rule[name]] as const);
  const samePeer = given[group] === undefined || given[group] === rule[group];
  return { ...Object.fromEntries(kept), ...(samePeer ? {} : { [groupOwnerAccount]: '' }) };
}

function checkPortKind(rule: Rule, given: Parameters): void {
  const range = given['PortRange'] !== undefined;
  const list = !range && given['PortRangeListId'] !== undefined;
  const wrong = rule.PortRangeListId === '' ? list : range;
  if (wrong) throw failure('InvalidOperation.ModifyPortRangeType');
}

function checkPeerKind(rule: Rule, given: Parameters): void {
  const kind = peerKind(given, rule.Direction);
  if (kind === undefined || kind === peerKind(rule, rule.Direction)) return;
  throw failure('InvalidOperation.ModifySgRuleEntityType');
}

function refersElsewhere(before: Rule, after: Rule): boolean {
  const { group, groupOwnerAccount, prefixList } = sides[before.Direction].peer;
  const names = [group, groupOwnerAccount, prefixList, 'PortRangeListId'] as const;
  return names.some((name) => before[name] !== after[name]);
}
