// What a rule refers to must be there: groups in the same VPC, prefix lists, port lists.

import { failure } from './failure.ts';
import { sides } from './rule.ts';
import type { Group } from './group.ts';
import type { Call } from './operation.ts';
import type { Direction, RuleFields, Sides } from './rule.ts';

export function checkReferences(
  rule: RuleFields,
  { call, group, direction }: { call: Call; group: Group; direction: Direction },
): void {
  const { peer, word } = sides[direction];
  if (rule.PortRangeListId !== '') throw failure('InvalidPortRangeListId.NotFound');
  if (rule[peer.prefixList] !== '') throw failure('InvalidPrefixListId.NotFound');
  if (rule[peer.group] !== '') checkGroup(rule, { call, group, peer, word });
}

function checkGroup(
  rule: RuleFields,
  { call, group, peer, word }: Pick<Sides, 'peer' | 'word'> & { call: Call; group: Group },
): void {
  const id = rule[peer.group];
  if (group.attributes.type === 'enterprise')
    throw failure('InvalidGroupParameter.OperationDenied');
  if (id === group.id) {
    const subject = `SecurityGroupId should be different from the ${word}GroupId`;
    throw failure('InvalidParamter.Conflict', { subject });
  }
  const found = peerGroup(rule, { call, peer });
  if (found === undefined) throw failure(`Invalid${word}GroupId.NotFound`);
  if (found.attributes.type === 'enterprise') {
    throw failure('InvalidGroupAuthParameter.OperationDenied');
  }
  if (found.attributes.vpcId !== group.attributes.vpcId) {
    throw failure(`Invalid${word}GroupId.Mismatch`);
  }
}

/** The group that a rule names, if it exists in the account that the rule names. */
export function peerGroup(
  rule: RuleFields,
  { call, peer }: Pick<Sides, 'peer'> & { call: Call },
): Group | undefined {
  const owner = rule[peer.groupOwnerAccount];
  const account = owner === '' ? call.account : owner;
  return call.state.groupAt(rule[peer.group], { account, region: call.region });
}
