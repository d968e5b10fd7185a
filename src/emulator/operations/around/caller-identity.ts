// Sts GetCallerIdentity: whose access key this is: an account's own, or one of a role.

import { operation } from '../../operation.ts';
import { roleIdOf } from './assume-role.ts';
import type { Call } from '../../operation.ts';
import type { ReplyBody } from '../../tokens.ts';

export const getCallerIdentity = operation('GetCallerIdentity', identity, {
  mutates: false,
  missingRegion: undefined,
});

function identity({ account, session }: Call): ReplyBody {
  if (session !== undefined) {
    const { roleName, sessionName } = session;
    const RoleId = roleIdOf(roleName);
    return {
      IdentityType: 'AssumedRoleUser',
      AccountId: account,
      RoleId,
      UserId: `${RoleId}:${sessionName}`,
      PrincipalId: `${RoleId}:${sessionName}`,
      Arn: `acs:ram::${account}:assumed-role/${roleName}/${sessionName}`,
    };
  }
  return {
    IdentityType: 'Account',
    AccountId: account,
    UserId: account,
    PrincipalId: account,
    Arn: `acs:ram::${account}:root`,
  };
}
