// AuthorizeSecurityGroup and AuthorizeSecurityGroupEgress: rules are added, all of them or none.

import { checkReferences } from '../check-peer.ts';
import { failure } from '../failure.ts';
import { operation } from '../operation.ts';
import { sides } from '../rule.ts';
import { findOwnGroup } from './find-group.ts';
import { rulesOfRequest } from './rules-of-request.ts';
import type { Group } from '../group.ts';
import type { Call } from '../operation.ts';
import type { Direction, RuleFields } from '../rule.ts';
import type { ReplyBody } from '../tokens.ts';

export const authorizeSecurityGroup = operation(
  'AuthorizeSecurityGroup',
  (call) => authorize(call, 'ingress'),
  { takesClientToken: true },
);

export const authorizeSecurityGroupEgress = operation(
  'AuthorizeSecurityGroupEgress',
  (call) => authorize(call, 'egress'),
  { takesClientToken: true },
);

/** A rule that is there already is left as it is, its description included; that is a success. */
function authorize(call: Call, direction: Direction): ReplyBody {
  const group = findOwnGroup(call);
  const said = rulesOfRequest(call, { group, direction, act: 'authorize' });
  for (const { fields } of said) checkReferences(fields, { call, group, direction });
  const added = said.filter(({ key }) => group.sameRule(key) === undefined);
  const rules = added.map(({ fields }) => fields);
  checkLimits(rules, { call, group, direction });
  for (const fields of rules) addRule(fields, { call, group, direction });
  return {};
}

interface Target {
  readonly call: Call;
  readonly group: Group;
  readonly direction: Direction;
}

function checkLimits(added: readonly RuleFields[], { call, group, direction }: Target): void {
  const { rulesPerGroupMax, groupPeersPerGroupMax } = call.limits;
  const groupPeers = added.filter((fields) => fields[sides[direction].peer.group] !== '').length;
  if (groupPeers > 0 && group.groupPeerCount + groupPeers > groupPeersPerGroupMax) {
    throw failure('AuthorizedGroupRule.LimitExceed', { subject: String(groupPeersPerGroupMax) });
  }
  if (added.length > 0 && group.ruleCount + added.length > rulesPerGroupMax) {
    throw failure('AuthorizationLimitExceed');
  }
}

function addRule(fields: RuleFields, { call, group, direction }: Target): void {
  call.state.addRule(group, {
    ...fields,
    sequence: call.state.nextSequence(),
    SecurityGroupRuleId: call.identifiers.resourceId('sgr', call.region),
    Direction: direction,
    CreateTime: call.time,
  });
}
