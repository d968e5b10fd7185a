// Sts GetCallerIdentity: whose access key this is. Here every key is an account's own.

import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';
import type { ReplyBody } from '../tokens.ts';

export const getCallerIdentity = operation('GetCallerIdentity', identity, {
  mutates: false,
  missingRegion: undefined,
});

function identity({ account }: Call): ReplyBody {
  return {
    IdentityType: 'Account',
    AccountId: account,
    UserId: account,
    PrincipalId: account,
    Arn: `acs:ram::${account}:root`,
  };
}
