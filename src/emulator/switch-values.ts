// The values that each switch can take: what a command line can be checked against.

import type { FreshnessSwitches } from './http/freshness.ts';
import type { Switches } from './switches.ts';

export type EverySwitch = Switches & FreshnessSwitches;

/** A number is what counts something, and can be any that is not negative. */
export const switchValues: {
  readonly [Name in keyof EverySwitch]: EverySwitch[Name] extends number
    ? 'number'
    : readonly EverySwitch[Name][];
} = {
  priorityInIdentity: [true, false],
  addressIdentity: ['network', 'text'],
  ipv4HostBits: ['kept', 'masked'],
  revokeMissingRule: ['fails', 'failsById', 'succeeds'],
  missingRuleIdCode: ['table', 'notice'],
  descriptionOfExistingRule: ['kept', 'replaced'],
  omittedFieldsOfModify: ['kept', 'reset'],
  batches: ['atomic', 'inOrder', 'reversed', 'shuffled'],
  interfaceQuotaCode: ['AuthorizationLimitExceed', 'AclLimitExceed'],
  rulesOfBothLists: ['product', 'sum'],
  leaveOtherGroup: ['fails', 'succeeds'],
  interfaceTypeChange: ['succeeds', 'fails'],
  groupsWithoutReferences: ['leftOut', 'empty'],
  pageNumbers: ['served', 'refused'],
  protocolNumbers: ['everywhere', 'listedRegions'],
  defaultResourceGroup: ['unnamed', 'named'],
  tagsOfCreation: ['kept', 'lost'],
  clientTokenRetentionMs: 'number',
  clientTokenMismatchCode: ['IdempotentParameterMismatch', 'IdempotenceParamNotMatch'],
  timestamps: ['ignored', 'checked'],
  nonces: ['ignored', 'checked'],
};
