// RevokeSecurityGroup and RevokeSecurityGroupEgress: rules are removed, by id or by what they say.

import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { listOf } from '../../parameters.ts';
import { sides } from '../../rule.ts';
import { findOwnGroup } from '../groups/find-group.ts';
import { inTurns } from './batches.ts';
import { checkReferences } from './check-peer.ts';
import { itemsOfRequest, readSaid, saysRules } from './rules-of-request.ts';
import type { ApiFailure } from '../../failure.ts';
import type { Call } from '../../operation.ts';
import type { Direction, Rule, RuleFields } from '../../rule.ts';
import type { ReplyBody } from '../../tokens.ts';
import type { SaidRule } from './rules-of-request.ts';
import type { Target } from './target.ts';

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

function revoke(call: Call, direction: Direction): ReplyBody {
  const target = { call, group: findOwnGroup(call), direction };
  const ids = listOf(call.parameters, 'SecurityGroupRuleId');
  if (ids.length > 0) revokeByIds(ids, target);
  else revokeByContent(target);
  return {};
}

function revokeByIds(ids: readonly string[], target: Target): void {
  const { call, direction } = target;
  if (saysRules(call.parameters, direction)) throw failure('InvalidParam.Permissions');
  if (ids.length > ruleIdsPerCallMax) throw failure('InvalidParam.SecurityGroupRuleId');
  if (new Set(ids).size < ids.length) throw failure('InvalidParam.SecurityGroupRuleIdRepeated');
  inTurns(ids, call, (part) => {
    removeAll(
      part.map((id) => ruleById(id, target)),
      target,
    );
  });
}

function revokeByContent(target: Target): void {
  const { call, direction } = target;
  const { items, flat } = itemsOfRequest(call.parameters, direction);
  const seen = new Set<string>();
  inTurns(items, call, (part) => {
    const said = part.map((item) => readSaid(item, { ...target, act: 'revoke', flat, seen }));
    removeAll(
      said.map((rule) => ruleByContent(rule, { ...target, flat })),
      target,
    );
  });
}

/** Undefined stands for a rule that is missing where that is no fault. */
function removeAll(found: readonly (Rule | undefined)[], { call, group }: Target): void {
  const removed = found.filter((rule) => rule !== undefined);
  for (const rule of removed) call.state.removeRule(group, rule);
  if (removed.length > 0) call.notice({ groupId: group.id, added: [], removed });
}

/** A rule of the other direction is a wrong id. */
function ruleById(id: string, { call, group, direction }: Target): Rule | undefined {
  const rule = group.rule(id);
  if (!id.startsWith('sgr-') || (rule !== undefined && rule.Direction !== direction)) {
    throw failure('InvalidParam.SecurityGroupRuleId');
  }
  if (rule === undefined && call.switches.revokeMissingRule !== 'succeeds') {
    throw missingId(call, direction);
  }
  return rule;
}

/** The notice of July 2024 names another code for each direction, and neither that of the table. */
function missingId({ switches }: Call, direction: Direction): ApiFailure {
  if (switches.missingRuleIdCode === 'table') return failure('InvalidSecurityGroupRuleId.NotFound');
  return direction === 'ingress'
    ? failure('InvalidParam.SecurityGroupRuleId')
    : failure('InvalidSecurityGroupRule.RuleNotExist');
}

function ruleByContent(
  { key, fields }: SaidRule,
  { flat, ...target }: Target & { readonly flat: boolean },
): Rule | undefined {
  const rule = target.group.sameRule(key);
  if (rule !== undefined || target.call.switches.revokeMissingRule !== 'fails') return rule;
  throw missingRule(fields, { ...target, flat });
}

/** Why there is no such rule is only asked when there is none: an odd rule can still be revoked. */
function missingRule(
  fields: RuleFields,
  { call, group, direction, flat }: Target & { readonly flat: boolean },
): ApiFailure {
  const { peer, word } = sides[direction];
  const id = fields[peer.group];
  if (id === group.id) return failure('InvalidSecurityGroup.IsSame', { subject: `${word}GroupId` });
  checkReferences(fields, { call, group, direction });
  return flat && id !== ''
    ? failure('InvalidGroupAuthItem.NotFound')
    : failure('InvalidSecurityGroupRule.RuleNotExist');
}
