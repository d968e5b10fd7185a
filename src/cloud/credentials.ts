// Access keys, from where a target says that they are.
import type Library from '@alicloud/credentials';
import type { CredentialSource } from '../model/target.ts';
import { unreachable } from '../model/unreachable.ts';
import type { Environment } from './proxy.ts';
import type { TemporaryKey } from './role-session.ts';

/** Sources of access keys; a token of OIDC gives none until a role is assumed with it. */
export type KeySource = Exclude<CredentialSource, { readonly kind: 'oidc' }> | undefined;

/**
 * The default chain (environment, OIDC, profiles, ECS role), the variables with a prefix, or one named
 * profile of the files that the aliyun CLI and the SDKs share. Files are not read before the first call.
 * Throws where the variables have no key.
 */
export async function openCredentials(
  source: KeySource,
  environment: Environment,
): Promise<Library.default> {
  const { default: library } = await import('@alicloud/credentials');
  if (source === undefined) return new library.default();
  switch (source.kind) {
    case 'environment':
      return new library.default(new library.Config(keysNamed(source.prefix, environment)));
    case 'profile':
      return new library.default(undefined, {
        getProviderName: () => `profile ${source.profile}`,
        getCredentials: async () => {
          try {
            return await cliProfile(source.profile);
          } catch {
            return await sharedProfile(source.profile);
          }
        },
      });
    default:
      return unreachable(source);
  }

  function cliProfile(name: string) {
    const builder = library.CLIProfileCredentialsProvider.builder();
    return builder.withProfileName(name).build().getCredentials();
  }

  function sharedProfile(name: string) {
    const builder = library.ProfileCredentialsProvider.builder();
    return builder.withProfileName(name).build().getCredentials();
  }
}

/** Those of a role, as they are at each call. */
export async function sessionCredentials(
  key: () => TemporaryKey | undefined,
): Promise<Library.default> {
  const { default: library } = await import('@alicloud/credentials');
  return new library.default(undefined, {
    getProviderName: () => 'role',
    getCredentials: async () => {
      const { accessKeyId, accessKeySecret, securityToken } = key() ?? noKey;
      const builder = library.StaticSTSCredentialsProvider.builder();
      builder.withAccessKeyId(accessKeyId).withAccessKeySecret(accessKeySecret);
      return await builder.withSecurityToken(securityToken).build().getCredentials();
    },
  });
}

/** The library refuses it. */
const noKey: TemporaryKey = { accessKeyId: '', accessKeySecret: '', securityToken: '' };

/** Where to look, for whoever has found nothing there. */
export function placeOfKeys(source: KeySource): string {
  if (source?.kind === 'profile') {
    return `no usable credentials in the profile "${source.profile}" of the aliyun CLI or of the SDKs`;
  }
  if (source?.kind === 'environment') {
    const [id, secret] = [`${source.prefix}_ACCESS_KEY_ID`, `${source.prefix}_ACCESS_KEY_SECRET`];
    return `no usable credentials; expected ${id} and ${secret} in the environment`;
  }
  const tried =
    'the environment, OIDC, the profiles of the aliyun CLI and of the SDKs, an ECS role';
  return `no usable credentials; looked at ${tried} and a credentials URI`;
}

/** What to do about it, by the names of variables and files alone; undefined for the default chain. */
export function adviceForKeys(source: KeySource, environment: Environment): string | undefined {
  if (source?.kind === 'profile') {
    const shared = environment['ALIBABA_CLOUD_CREDENTIALS_FILE']
      ? 'the file that ALIBABA_CLOUD_CREDENTIALS_FILE names'
      : '~/.alibabacloud/credentials';
    return `Check the profile "${source.profile}" in ~/.aliyun/config.json, or in ${shared}.`;
  }
  if (source?.kind === 'environment') {
    const names = [`${source.prefix}_ACCESS_KEY_ID`, `${source.prefix}_ACCESS_KEY_SECRET`];
    const missing = names.filter((name) => !environment[name]);
    return `Set ${(missing.length === 0 ? names : missing).join(' and ')}.`;
  }
  return undefined;
}

/** Named like ALIBABA_CLOUD_ACCESS_KEY_ID and its companions; an empty variable is one that is not set. */
function keysNamed(prefix: string, environment: Environment): Record<string, string> {
  const accessKeyId = environment[`${prefix}_ACCESS_KEY_ID`] ?? '';
  const accessKeySecret = environment[`${prefix}_ACCESS_KEY_SECRET`] ?? '';
  const securityToken = environment[`${prefix}_SECURITY_TOKEN`] ?? '';
  // The library would look elsewhere, and find somebody else's.
  if (accessKeyId === '' || accessKeySecret === '') throw new Error('a key is missing');
  const keys = { accessKeyId, accessKeySecret };
  if (securityToken === '') return { type: 'access_key', ...keys };
  return { type: 'sts', ...keys, securityToken };
}
