// What is said where something cannot be read, and what to do about it.
import type { FailedRead } from '../cloud/read-pages.ts';
import type { ApiFailure } from '../cloud/transport.ts';
import { isDenied } from '../model/denied.ts';
import { unreachable } from '../model/unreachable.ts';
import { failureText } from '../report/apply-text.ts';
import { printable } from '../report/printable.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { Surroundings } from './surroundings.ts';

export function sayUnreadable(
  { failure, during }: FailedRead,
  { err, pauses, environment }: Surroundings,
): ExitCode {
  if (pauses.isStopped()) {
    err('Interrupted. Nothing was written.\n');
    return exitCodes.error;
  }
  err(`error: ${during} failed: ${failureText(failure)}\n`);
  if (isDenied(failure.code)) err(`  RAM denies it: it needs ${permissionFor(during)}.\n`);
  err(`Nothing was written. ${adviceFor(failure, environment)}\n`);
  return exitCodes.error;
}

/** `during` begins with the action, which is also the name of the permission. */
function permissionFor(during: string): string {
  const [action = ''] = during.split(' ');
  return `${action === 'GetCallerIdentity' ? 'sts' : 'ecs'}:${action}`;
}

function adviceFor(
  { kind, code, advice }: ApiFailure,
  environment: Surroundings['environment'],
): string {
  if (advice !== undefined) return printable(advice);
  switch (kind) {
    case 'credentials':
      if (code === 'RoleNotAssumed') return 'Check the role, whom it trusts, and who assumes it.';
      // A pipeline has proved who it is, and was told of no role.
      if (environment['ALIBABA_CLOUD_OIDC_TOKEN_FILE'] !== undefined) {
        return 'Set ALIBABA_CLOUD_OIDC_PROVIDER_ARN and ALIBABA_CLOUD_ROLE_ARN beside the token.';
      }
      return 'Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or a profile.';
    case 'lost':
      return 'Check the endpoint and the network, and run this again.';
    case 'refused':
      return credentialCodes.test(code)
        ? 'Check the credentials, and run this again.'
        : 'Mend what it says, and run this again.';
    case 'throttled':
    case 'unavailable':
      return 'Run this again.';
    default:
      return unreachable(kind);
  }
}

/** The API's words for a key, a token or an account that is not what it should be. */
const credentialCodes =
  /^((Invalid|Missing)(AccessKey|SecurityToken|Account)|SignatureDoesNotMatch|IncompleteSignature|Forbidden\.AccessKey)/;
