// What a rule refers to must be there: groups in the same VPC, prefix lists, port lists.

import { failure } from '../../failure.ts';
import { protocolTraits } from '../../protocol.ts';
import { sides } from '../../rule.ts';
import type { Group } from '../../group.ts';
import type { Call } from '../../operation.ts';
import type { RuleFields, Sides } from '../../rule.ts';
import type { Target } from './target.ts';

export function checkReferences(rule: RuleFields, target: Target): void {
  const { call, direction } = target;
  const { peer } = sides[direction];
  const ports = rule.PortRangeListId;
  if (ports !== '' && call.state.lists.portRangeListAt(ports, call) === undefined) {
    throw failure('InvalidPortRangeListId.NotFound');
  }
  if (rule[peer.prefixList] !== '') checkPrefixList(rule, target);
  if (rule[peer.group] !== '') checkGroup(rule, target);
}

/** One family for the whole rule, as with addresses. */
export function checkPrefixList(rule: RuleFields, { call, direction }: Target): void {
  const { peer, local } = sides[direction];
  const list = call.state.lists.prefixListAt(rule[peer.prefixList], call);
  if (list === undefined) throw failure('InvalidPrefixListId.NotFound');
  const other = list.family === 'IPv4' ? 'ipv6' : 'ipv4';
  const fits = rule[local[other]] === '' && protocolTraits(rule.IpProtocol).family !== other;
  if (!fits) throw failure('InvalidParam.PrefixListAddressFamilyMismatch');
}

function checkGroup(rule: RuleFields, { call, group, direction }: Target): void {
  const { peer, word } = sides[direction];
  const id = rule[peer.group];
  if (group.attributes.type === 'enterprise')
    throw failure('InvalidGroupParameter.OperationDenied');
  if (id === group.id) throw selfReference(word);
  const found = peerGroup(rule, { call, peer });
  if (found === undefined) throw failure(`Invalid${word}GroupId.NotFound`);
  if (found.attributes.type === 'enterprise') {
    throw failure('InvalidGroupAuthParameter.OperationDenied');
  }
  if (found.attributes.vpcId !== group.attributes.vpcId) {
    throw failure(`Invalid${word}GroupId.Mismatch`);
  }
}

/** The tables have a code for each direction, told apart by their messages. */
function selfReference(word: Sides['word']): Error {
  return word === 'Dest'
    ? failure('InvalidSecurityGroup.IsSame', { subject: 'DestGroupId' })
    : failure('InvalidParamter.Conflict', {
        subject: 'SecurityGroupId should be different from the SourceGroupId',
      });
}

/** The group that a rule names, if it exists in the account that the rule names. */
function peerGroup(
  rule: RuleFields,
  { call, peer }: Pick<Sides, 'peer'> & { call: Call },
): Group | undefined {
  const owner = rule[peer.groupOwnerAccount];
  const account = owner === '' ? call.account : owner;
  return call.state.groupAt(rule[peer.group], { account, region: call.region });
}
