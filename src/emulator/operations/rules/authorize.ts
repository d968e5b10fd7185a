// AuthorizeSecurityGroup and AuthorizeSecurityGroupEgress: rules are added.

import { operation } from '../../operation.ts';
import { findOwnGroup } from '../groups/find-group.ts';
import { inTurns } from './batches.ts';
import { checkReferences } from './check-peer.ts';
import { checkRuleLimits } from './rule-limits.ts';
import { itemsOfRequest, readSaid } from './rules-of-request.ts';
import type { Call } from '../../operation.ts';
import type { Item } from '../../parameters.ts';
import type { Direction, Rule, RuleFields } from '../../rule.ts';
import type { ReplyBody } from '../../tokens.ts';
import type { Target } from './target.ts';

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

function authorize(call: Call, direction: Direction): ReplyBody {
  const target = { call, group: findOwnGroup(call), direction };
  const { items, flat } = itemsOfRequest(call.parameters, direction);
  const seen = new Set<string>();
  inTurns(items, call, (part) => {
    addAll(part, { ...target, flat, seen });
  });
  return {};
}

/** All of these or none. A rule that is there already is a success, and nothing is added for it. */
function addAll(
  items: readonly Item[],
  { flat, seen, ...target }: Target & { readonly flat: boolean; readonly seen: Set<string> },
): void {
  const { call, group } = target;
  const said = items.map((item) => readSaid(item, { ...target, act: 'authorize', flat, seen }));
  for (const { fields } of said) checkReferences(fields, target);
  const rules = said.filter(({ key }) => group.sameRule(key) === undefined);
  checkRuleLimits(
    rules.map(({ fields }) => fields),
    target,
  );
  const replaced = call.switches.descriptionOfExistingRule === 'replaced';
  const described = replaced ? said.flatMap((rule) => describeAgain(rule, target)) : [];
  const added = rules.map(({ fields }) => addRule(fields, target));
  if (added.length === 0 && described.length === 0) return;
  call.notice({ groupId: group.id, added, removed: [] });
}

function describeAgain(
  { key, fields: { Description } }: { readonly key: string; readonly fields: RuleFields },
  { call, group }: Target,
): readonly Rule[] {
  const before = group.sameRule(key);
  if (before === undefined || before.Description === Description) return [];
  const after = { ...before, Description };
  call.state.replaceRule(group, { before, after });
  return [after];
}

function addRule(fields: RuleFields, { call, group, direction }: Target): Rule {
  const rule = {
    ...fields,
    sequence: call.state.nextSequence(),
    SecurityGroupRuleId: call.identifiers.resourceId('sgr', call.region),
    Direction: direction,
    CreateTime: call.time,
  };
  call.state.addRule(group, rule);
  return rule;
}
