// How the products around ECS refuse, and what the cloud refuses for reasons of its own: those are
// only ever given where a test asks for them with `Emulator.refuseNext`.

import type { Refusal } from './refusal.ts';

export const aroundRefusals = {
  'EntityNotExist.Role': { status: 404, message: 'The specified Role not exists.' },
  'InvalidParameter.DurationSeconds': {
    status: 400,
    message: 'The Min/Max value of DurationSeconds is 15min/12hr.',
  },
  'InvalidParameter.OIDCProviderArn': {
    status: 400,
    message: 'The parameter OIDCProviderArn is wrongly formed.',
  },
  'InvalidParameter.RoleArn': { status: 400, message: 'The parameter RoleArn is wrongly formed.' },
  'InvalidParameter.RoleSessionName': {
    status: 400,
    message: 'The parameter RoleSessionName is wrongly formed.',
  },
  'InvalidParameter.TagValue': { status: 400, message: 'A tag value needs a tag key.' },
  'InvalidSecurityToken.Expired': { status: 400, message: 'Specified SecurityToken is expired.' },
  'InvalidSecurityToken.MismatchWithAccessKey': {
    status: 403,
    message: 'Specified SecurityToken mismatch with the AccessKey.',
  },
  MissingSecurityToken: {
    status: 400,
    message: 'SecurityToken is mandatory for this action with a temporary access key.',
  },

  // For reasons of the cloud's own.
  'Forbidden.RAM': {
    status: 403,
    message:
      "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
  },
  IdempotentProcessing: {
    status: 403,
    message: 'The previous idempotent request(s) is still processing.',
  },
  IdempotenceParamNotMatch: {
    status: 400,
    message:
      'Request uses a client token in a previous request but is not identical to that request.',
  },
  IncorrectVpcStatus: {
    status: 403,
    message: 'The current status of the VPC does not support this operation.',
  },
  'InvalidGressFlow.Malformed': {
    status: 500,
    message:
      'The specified parameter GressFlow is not valid,it cause by internal,try calling again.',
  },
  'InvalidOperation.SecurityGroupNotAuthorized': {
    status: 401,
    message: 'The specified security group is not authorized to operate.',
  },
  OperationConflict: {
    status: 409,
    message: 'Request was denied due to conflict with a previous request.',
  },
  ServiceUnavailable: {
    status: 503,
    message: 'The request has failed due to a temporary failure of the server.',
  },
  Throttling: { status: 400, message: 'Request was denied due to request throttling.' },
  'Throttling.Api': { status: 400, message: 'Request was denied due to api flow control.' },
  'Throttling.User': { status: 400, message: 'Request was denied due to user flow control.' },
} as const satisfies Readonly<Record<string, Refusal>>;
