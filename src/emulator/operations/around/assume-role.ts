// Sts AssumeRole and AssumeRoleWithOIDC: a temporary access key for a role of an account, this one or
// another.

import { failure } from '../../failure.ts';
import { formatTime, operation } from '../../operation.ts';
import { optional, wholeNumber } from '../../parameters.ts';
import type { Call } from '../../operation.ts';
import type { ReplyBody } from '../../tokens.ts';

export const assumeRole = operation('AssumeRole', assume, {
  mutates: false,
  missingRegion: undefined,
});

/**
 * Not signed: the token stands for that. Any text is one here, of a provider of any name, and the reply
 * says nothing of it. The codes of its refusals are inferred.
 */
export const assumeRoleWithOidc = operation('AssumeRoleWithOIDC', assumeWithToken, {
  mutates: false,
  missingRegion: undefined,
  signed: false,
});

const secondsMin = 900;
const secondsMax = 43_200;
const secondsUsual = 3600;

function assume(call: Call): ReplyBody {
  const { account, roleName } = readRole(optional(call.parameters, 'RoleArn') ?? '');
  const sessionName = optional(call.parameters, 'RoleSessionName') ?? '';
  if (!/^[\w.@-]{2,64}$/.test(sessionName)) throw failure('InvalidParameter.RoleSessionName');
  const seconds = wholeNumber(call.parameters, 'DurationSeconds') ?? secondsUsual;
  if (!(seconds >= secondsMin && seconds <= secondsMax)) {
    throw failure('InvalidParameter.DurationSeconds');
  }
  if (!call.anyVpc && !call.keyring.hasAccount(account)) throw failure('EntityNotExist.Role');
  const expiresAtMs = call.nowMs + seconds * 1000;
  const key = call.keyring.assume(account, { roleName, sessionName, expiresAtMs });
  return {
    Credentials: {
      AccessKeyId: key.accessKeyId,
      AccessKeySecret: key.secret,
      SecurityToken: key.securityToken,
      Expiration: formatTime(new Date(expiresAtMs)),
    },
    AssumedRoleUser: {
      Arn: `acs:ram::${account}:role/${roleName}/${sessionName}`,
      AssumedRoleId: `${roleIdOf(roleName)}:${sessionName}`,
    },
  };
}

function assumeWithToken(call: Call): ReplyBody {
  for (const name of ['OIDCProviderArn', 'OIDCToken'] as const) {
    if (optional(call.parameters, name) === undefined) {
      throw failure('MissingParameter', { subject: name });
    }
  }
  const provider = call.parameters['OIDCProviderArn'] ?? '';
  if (!/^acs:ram::\d{1,20}:oidc-provider\/[\w.-]{1,128}$/.test(provider)) {
    throw failure('InvalidParameter.OIDCProviderArn');
  }
  return assume(call);
}

function readRole(arn: string): { readonly account: string; readonly roleName: string } {
  const [, account, roleName] = /^acs:ram::(\d{1,20}):role\/([\w.-]{1,64})$/.exec(arn) ?? [];
  if (account === undefined || roleName === undefined) throw failure('InvalidParameter.RoleArn');
  return { account, roleName };
}

export function roleIdOf(roleName: string): string {
  return `role-${roleName.toLowerCase()}`;
}
