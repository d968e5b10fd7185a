// Credentials, from where the official tools look for them.
import type Library from '@alicloud/credentials';

/**
 * The default chain (environment, OIDC, profiles, ECS role), or one named profile of the files that
 * the aliyun CLI and the SDKs share. Nothing is read before the first call.
 */
export async function openCredentials(profile: string | undefined): Promise<Library.default> {
  const { default: library } = await import('@alicloud/credentials');
  if (profile === undefined) return new library.default();
  return new library.default(undefined, {
    getProviderName: () => `profile ${profile}`,
    getCredentials: async () => {
      try {
        return await cliProfile(profile);
      } catch {
        return await sharedProfile(profile);
      }
    },
  });

  function cliProfile(name: string) {
    const builder = library.CLIProfileCredentialsProvider.builder();
    return builder.withProfileName(name).build().getCredentials();
  }

  function sharedProfile(name: string) {
    const builder = library.ProfileCredentialsProvider.builder();
    return builder.withProfileName(name).build().getCredentials();
  }
}
