// DescribeSecurityGroupReferences: which groups have rules whose peer is one of these.

import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { listOf } from '../../parameters.ts';
import { checkGroupId } from './find-group.ts';
import type { Call } from '../../operation.ts';
import type { ReplyBody } from '../../tokens.ts';

const idsMax = 10;

export const describeSecurityGroupReferences = operation(
  'DescribeSecurityGroupReferences',
  describe,
  { mutates: false },
);

function describe(call: Call): ReplyBody {
  const ids = listOf(call.parameters, 'SecurityGroupId');
  if (ids.length === 0 || ids.length > idsMax) throw failure('InvalidSecurityGroupId.Malformed');
  const references = ids.map((id) => referencesOf(id, call));
  const all = call.switches.groupsWithoutReferences === 'empty';
  const found = references.filter(({ referrers }) => all || referrers.length > 0);
  return {
    SecurityGroupReferences: {
      SecurityGroupReference: found.map(({ id, referrers }) => ({
        SecurityGroupId: id,
        ReferencingSecurityGroups: { ReferencingSecurityGroup: referrers },
      })),
    },
  };
}

function referencesOf(
  id: string,
  call: Call,
): { readonly id: string; readonly referrers: readonly ReplyBody[] } {
  const group = call.state.groupAt(checkGroupId(id), call);
  if (group === undefined) throw failure('InvalidSecurityGroupId.NotFound');
  const referrers = call.state.referrersOf(id).map(({ attributes }) => ({
    SecurityGroupId: attributes.id,
    AliUid: attributes.account,
  }));
  return { id, referrers };
}
