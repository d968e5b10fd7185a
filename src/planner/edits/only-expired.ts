// A plan that revokes what has expired and does nothing else, whatever else is written.
import type { LiveGroup, PresentGroup } from '../../model/group.ts';
import { ownedNames, withPeerName, type LiveState, type NamesById } from '../../model/live.ts';
import { ruleKey, sortRules } from '../../model/rule.ts';
import type { DesiredState } from '../../model/target.ts';
import type { WantedEdit } from '../order/order.ts';

/** Without the groups that are not ours yet, which no rule of ours can have expired in. */
export function withOwnedGroups(desired: DesiredState, { listed }: LiveState): DesiredState {
  const { owner, target } = desired;
  const owned = new Set(ownedNames(listed, { owner, vpc: target.vpc }).values());
  return { ...desired, groups: desired.groups.filter(({ name }) => owned.has(name)) };
}

/** `live` calls its peers by our names. What is written elsewhere too has not expired. */
export function expiredEdits(
  { name, type, expired = [], ingress = [], egress = [] }: PresentGroup,
  live: LiveGroup,
  names: NamesById,
): readonly WantedEdit[] {
  const keysOf = (rules: typeof expired) =>
    new Set(rules.map((rule) => ruleKey(withPeerName(rule, names))));
  const [over, wanted] = [keysOf(expired), keysOf([...ingress, ...egress])];
  const gone = live.rules.filter((rule) => over.has(ruleKey(rule)) && !wanted.has(ruleKey(rule)));
  return sortRules(gone).map((before) => ({
    group: name,
    type,
    hasNoMembers: false,
    edit: { kind: 'revoke', before },
  }));
}
