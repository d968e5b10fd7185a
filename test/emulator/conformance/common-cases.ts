// What every operation is refused with: by the gateway, and for reasons of the cloud's own.

import { operations } from './documented-codes.ts';
import type { ArrangedRefusal } from '../../../src/emulator/arranged-refusals.ts';
import type { Nested } from '../flavours.ts';
import type { Documented } from './documented-codes.ts';
import type { ErrorCase } from './error-case.ts';

/** Enough for the client to send it. */
const least: Nested = { SecurityGroupId: 'sg-web' };
const leastOf: Partial<Record<Documented, Nested>> = {
  DescribeSecurityGroupReferences: { SecurityGroupId: ['sg-web'] },
  ModifySecurityGroupPolicy: { SecurityGroupId: 'sg-web', InnerAccessPolicy: 'Drop' },
  CreateSecurityGroup: {},
  JoinSecurityGroup: { SecurityGroupId: 'sg-web', NetworkInterfaceId: 'eni-free' },
  LeaveSecurityGroup: { SecurityGroupId: 'sg-web', NetworkInterfaceId: 'eni-free' },
};

/** Nothing that the caller did: only ever given where a test arranges it. */
const arranged: readonly ArrangedRefusal[] = [
  { code: 'InternalError' },
  { code: 'ServiceUnavailable' },
  { code: 'ServiceUnavailable', status: 500 },
  { code: 'Throttling' },
  { code: 'Throttling.User' },
  { code: 'Throttling.Api' },
  { code: 'Forbidden.RAM' },
];

const arrangedOf: Partial<Record<Documented, readonly ArrangedRefusal[]>> = {
  CreateSecurityGroup: [{ code: 'IdempotentProcessing' }],
  DeleteSecurityGroup: [{ code: 'InvalidOperation.SecurityGroupNotAuthorized' }],
  JoinSecurityGroup: [{ code: 'InvalidOperation.Conflict' }],
  LeaveSecurityGroup: [{ code: 'InvalidOperation.Conflict' }, { code: 'RequestTimeout' }],
};

const statuses: Readonly<Record<string, number>> = {
  InternalError: 500,
  ServiceUnavailable: 503,
  'Forbidden.RAM': 403,
  IdempotentProcessing: 403,
  'InvalidOperation.SecurityGroupNotAuthorized': 401,
  'InvalidOperation.Conflict': 409,
  RequestTimeout: 504,
  'InvalidGressFlow.Malformed': 500,
};

function ofRules(operation: Documented): readonly ArrangedRefusal[] {
  const isRule = /^(Authorize|Revoke|ModifySecurityGroup(Egress)?Rule)/.test(operation);
  return [
    ...(isRule ? [{ code: 'InvalidOperation.SecurityGroupNotAuthorized' } as const] : []),
    ...(operation.startsWith('Authorize') ? [{ code: 'InvalidGressFlow.Malformed' } as const] : []),
  ];
}

function gatewayCases(operation: Documented): readonly ErrorCase[] {
  const ask = leastOf[operation] ?? least;
  const missing =
    operation === 'ModifySecurityGroupPolicy'
      ? '400 MissingParamter.RegionId'
      : '400 MissingParameter.RegionId';
  return [
    {
      operation,
      answer: '404 InvalidAccessKeyId.NotFound',
      ask,
      options: { accessKeyId: 'somebody-else' },
    },
    { operation, answer: '400 SignatureDoesNotMatch', ask, secret: 'wrong' },
    { operation, answer: missing, ask: { ...ask, RegionId: '' } },
  ];
}

export const commonCases: readonly ErrorCase[] = operations.flatMap((operation) => [
  ...[...arranged, ...(arrangedOf[operation] ?? []), ...ofRules(operation)].map(
    (refused): ErrorCase => ({
      operation,
      answer: `${refused.status ?? statuses[refused.code] ?? 400} ${refused.code}`,
      ask: leastOf[operation] ?? least,
      arrange: (emulator) => {
        emulator.refuseNext(operation, refused);
      },
    }),
  ),
  ...gatewayCases(operation),
]);
