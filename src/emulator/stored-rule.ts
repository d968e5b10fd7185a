// A rule as it is kept. There may be half a million, so that two things matter here: all of them
// have one shape, or each would bring its own description along, and texts that are equal are one.

import { Recent } from './recent.ts';
import type { Rule, RuleFields } from './rule.ts';

/** Written out: an object that is made by spreading others takes several times the room, and time. */
export function storedRule(rule: RuleFields, identity: Omit<Rule, keyof RuleFields>): Rule {
  return {
    IpProtocol: share(rule.IpProtocol),
    PortRange: share(rule.PortRange),
    PortRangeListId: share(rule.PortRangeListId),
    SourcePortRange: share(rule.SourcePortRange),
    SourceCidrIp: share(rule.SourceCidrIp),
    Ipv6SourceCidrIp: share(rule.Ipv6SourceCidrIp),
    SourceGroupId: share(rule.SourceGroupId),
    SourceGroupOwnerAccount: share(rule.SourceGroupOwnerAccount),
    SourcePrefixListId: share(rule.SourcePrefixListId),
    DestCidrIp: share(rule.DestCidrIp),
    Ipv6DestCidrIp: share(rule.Ipv6DestCidrIp),
    DestGroupId: share(rule.DestGroupId),
    DestGroupOwnerAccount: share(rule.DestGroupOwnerAccount),
    DestPrefixListId: share(rule.DestPrefixListId),
    Policy: share(rule.Policy),
    Priority: rule.Priority,
    Description: share(rule.Description),
    sequence: identity.sequence,
    SecurityGroupRuleId: identity.SecurityGroupRuleId,
    Direction: identity.Direction,
    CreateTime: share(identity.CreateTime),
  };
}

const shared = new Recent(20_000);

/** An equal text that others have too, if one is known. */
function share(text: string): string {
  if (text === '') return text;
  const known = shared.get(text);
  if (known !== undefined) return known;
  const own = copy(text);
  shared.set(own, own);
  return own;
}

/** A part of a longer text, such as a request's body, would keep all of that alive. */
function copy(text: string): string {
  return Buffer.from(text).toString();
}
