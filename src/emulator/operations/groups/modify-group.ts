// ModifySecurityGroupAttribute and ModifySecurityGroupPolicy: what a group says of itself.

import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { optional } from '../../parameters.ts';
import { checkGroupDescription, checkGroupName } from '../../text-checks.ts';
import { findOwnGroup } from './find-group.ts';
import type { Call } from '../../operation.ts';
import type { ReplyBody } from '../../tokens.ts';

export const modifySecurityGroupAttribute = operation(
  'ModifySecurityGroupAttribute',
  modifyAttribute,
);

export const modifySecurityGroupPolicy = operation('ModifySecurityGroupPolicy', modifyPolicy, {
  takesClientToken: true,
  missingRegion: 'MissingParamter.RegionId',
});

/** "" changes nothing, so that neither name nor description can be cleared. */
function modifyAttribute(call: Call): ReplyBody {
  const name = optional(call.parameters, 'SecurityGroupName');
  const description = optional(call.parameters, 'Description');
  if (name !== undefined) checkGroupName(name);
  if (description !== undefined) {
    checkGroupDescription(description, 'InvalidSecurityGroupDiscription.Malformed');
  }
  const group = findOwnGroup(call);
  group.attributes = {
    ...group.attributes,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
  };
  return {};
}

function modifyPolicy(call: Call): ReplyBody {
  const innerAccessPolicy = readPolicy(optional(call.parameters, 'InnerAccessPolicy'));
  const group = findOwnGroup(call);
  if (group.attributes.type === 'enterprise') throw failure('InvalidParameter.InnerAccessPolicy');
  group.attributes = { ...group.attributes, innerAccessPolicy };
  return {};
}

function readPolicy(text: string | undefined): 'Accept' | 'Drop' {
  switch (text?.toLowerCase()) {
    case 'accept':
      return 'Accept';
    case 'drop':
      return 'Drop';
    default:
      throw failure('InvalidPolicy.Malformed');
  }
}
