// RevokeSecurityGroup and RevokeSecurityGroupEgress: rules are removed, by id or by what they say,
// all of them or none.

import { peerGroup } from '../check-peer.ts';
import { failure } from '../failure.ts';
import { operation } from '../operation.ts';
import { listOf } from '../parameters.ts';
import { sides } from '../rule.ts';
import { findOwnGroup } from './find-group.ts';
import { rulesOfRequest, saysRules } from './rules-of-request.ts';
import type { ApiFailure } from '../failure.ts';
import type { Group } from '../group.ts';
import type { Call } from '../operation.ts';
import type { Direction, Rule, RuleFields } from '../rule.ts';
import type { ReplyBody } from '../tokens.ts';

const ruleIdsPerCallMax = 100;

export const revokeSecurityGroup = operation(
  'RevokeSecurityGroup',
  (call) => revoke(call, 'ingress'),
  { takesClientToken: true },
);

export const revokeSecurityGroupEgress = operation(
  'RevokeSecurityGroupEgress',
  (call) => revoke(call, 'egress'),
  { takesClientToken: true },
);

interface Target {
  readonly call: Call;
  readonly group: Group;
  readonly direction: Direction;
}

function revoke(call: Call, direction: Direction): ReplyBody {
  const target = { call, group: findOwnGroup(call), direction };
  const ids = listOf(call.parameters, 'SecurityGroupRuleId');
  const rules = ids.length > 0 ? rulesById(ids, target) : rulesByContent(target);
  for (const rule of rules) call.state.removeRule(target.group, rule);
  return {};
}

function rulesById(ids: readonly string[], target: Target): readonly Rule[] {
  if (saysRules(target.call.parameters, target.direction)) {
    throw failure('InvalidParam.Permissions');
  }
  if (ids.length > ruleIdsPerCallMax) {
    throw failure('InvalidParam.SecurityGroupRuleId', { subject: 'SecurityGroupRuleId' });
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) {
    throw failure('InvalidParam.SecurityGroupRuleIdRepeated', { subject: repeated });
  }
  return ids.map((id) => ruleById(id, target)).filter((rule) => rule !== undefined);
}

/** Undefined where a rule that is missing may be. A rule of the other direction is a wrong id. */
function ruleById(id: string, { call, group, direction }: Target): Rule | undefined {
  const rule = group.rule(id);
  if (!id.startsWith('sgr-') || (rule !== undefined && rule.Direction !== direction)) {
    throw failure('InvalidParam.SecurityGroupRuleId', { subject: 'SecurityGroupRuleId' });
  }
  if (rule === undefined && call.switches.revokeMissingRule === 'fails') {
    throw failure('InvalidSecurityGroupRuleId.NotFound');
  }
  return rule;
}

function rulesByContent(target: Target): readonly Rule[] {
  const { call, group, direction } = target;
  const found: Rule[] = [];
  for (const { key, fields } of rulesOfRequest(call, { group, direction, act: 'revoke' })) {
    const rule = group.sameRule(key);
    if (rule !== undefined) found.push(rule);
    else if (call.switches.revokeMissingRule === 'fails') throw missingRule(fields, target);
  }
  return found;
}

/** Why there is no such rule is only asked when there is none: an odd rule can still be revoked. */
function missingRule(fields: RuleFields, { call, group, direction }: Target): ApiFailure {
  const { peer, word } = sides[direction];
  const id = fields[peer.group];
  if (id === '') return failure('InvalidSecurityGroupRule.RuleNotExist');
  if (id === group.id) return failure('InvalidSecurityGroup.IsSame', { subject: `${word}GroupId` });
  return peerGroup(fields, { call, peer }) === undefined
    ? failure(`Invalid${word}GroupId.NotFound`)
    : failure('InvalidSecurityGroupRule.RuleNotExist');
}
