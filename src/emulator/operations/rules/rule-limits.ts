// How many rules there may be: with group peers, in a group, on a network interface, and how many
// groups may use a list.

import { failure } from '../../failure.ts';
import { peerPrefixListId, sides } from '../../rule.ts';
import { groupsWeight, groupWeight, ruleWeight } from '../../weights.ts';
import type { FailureCode } from '../../failure.ts';
import type { RuleFields } from '../../rule.ts';
import type { Target } from './target.ts';

/** Refuses to add these rules, all of them new in the group. */
export function checkRuleLimits(added: readonly RuleFields[], target: Target): void {
  if (added.length === 0) return;
  const { call, direction } = target;
  checkGroupPeers(added, target);
  for (const rule of added) checkAssociations(rule, target);
  const weigh = (rule: RuleFields): number => ruleWeight(rule, { ...call, direction });
  checkWeight(
    added.reduce((sum, rule) => sum + weigh(rule), 0),
    target,
  );
}

/** Refuses that the rules of the group come to count for so many more. */
export function checkWeight(
  more: number,
  { call, group }: Target,
  { status }: { readonly status?: number } = {},
): void {
  const { rulesPerGroupMax, rulesPerInterfaceMax } = call.limits;
  if (more <= 0) return;
  const refuse = (code: FailureCode): never => {
    throw failure(code, { subject: group.id, ...(status === undefined ? {} : { status }) });
  };
  if (groupWeight(group, call) + more > rulesPerGroupMax) refuse('AuthorizationLimitExceed');
  const combinations = new Map(
    call.state.machines.members(group.id).map(({ groupIds }) => [groupIds.join(' '), groupIds]),
  );
  for (const groupIds of combinations.values()) {
    if (groupsWeight(groupIds, call) + more <= rulesPerInterfaceMax) continue;
    refuse(call.switches.interfaceQuotaCode);
  }
}

function checkGroupPeers(added: readonly RuleFields[], { call, group, direction }: Target): void {
  const { groupPeersPerGroupMax } = call.limits;
  const groupPeers = added.filter((fields) => fields[sides[direction].peer.group] !== '').length;
  if (groupPeers > 0 && group.groupPeerCount + groupPeers > groupPeersPerGroupMax) {
    throw failure('AuthorizedGroupRule.LimitExceed', { subject: String(groupPeersPerGroupMax) });
  }
}

/** A group counts once for a list, however many rules it has with it. */
export function checkAssociations(rule: RuleFields, { call, group, direction }: Target): void {
  const isFull = (id: string, most: number): boolean =>
    id !== '' && !group.refersTo(id) && call.state.referrersOf(id).length >= most;
  const { prefixListAssociationsMax, portRangeListAssociationsMax } = call.limits;
  if (isFull(peerPrefixListId(rule, direction), prefixListAssociationsMax)) {
    throw failure('LimitExceed.PrefixListAssociationResource');
  }
  if (isFull(rule.PortRangeListId, portRangeListAssociationsMax)) {
    throw failure('LimitExceed.PortRangeListAssociationResource');
  }
}
