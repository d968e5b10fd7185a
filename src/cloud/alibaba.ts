// The real API as a transport: whose credentials, which role, and what is needed on this machine.
import { readFile } from 'node:fs/promises';
import type { CredentialSource } from '../model/target.ts';
import { openApi, type SignedWith } from './api-client.ts';
import {
  adviceForKeys,
  openCredentials,
  placeOfKeys,
  sessionCredentials,
  type KeySource,
} from './credentials.ts';
import type { EndpointOptions } from './endpoints.ts';
import { useProxies, type Environment } from './proxy.ts';
import { RoleSession, roleParameters, withSession, type AssumedRole } from './role-session.ts';
import type { ApiFailure, ApiReply, Transport } from './transport.ts';

export interface AlibabaOptions extends EndpointOptions {
  /** The default chain where it is undefined. */
  readonly credentials: CredentialSource | undefined;
  /** What is assumed with them; nothing where it is undefined. */
  readonly role: AssumedRole | undefined;
  readonly environment: Environment;
  readonly toolVersion: string;
}

/** Opens nothing yet: the client, the credentials and the CA are fetched by the first call. */
export function alibabaTransport(options: AlibabaOptions): Transport {
  let opened: Promise<Transport | ApiReply> | undefined;
  return async (call) => {
    opened ??= open(options);
    const client = await opened;
    return typeof client === 'function' ? await client(call) : client;
  };
}

async function open(options: AlibabaOptions): Promise<Transport | ApiReply> {
  const { credentials, role, environment } = options;
  await useProxies(environment);
  const caFile = environment['SSL_CERT_FILE'];
  const read = caFile ? await readFile(caFile, 'utf8').catch(noCertificates) : undefined;
  if (typeof read === 'object') return read;
  const signedWith = await openApi({ ...options, ca: read });
  if (credentials?.kind === 'oidc') {
    return await withOidc(credentials.provider, { role, environment, signedWith });
  }
  const base = await withKeys(credentials, { environment, signedWith });
  if (typeof base !== 'function' || role === undefined) return base;
  const { externalId } = role;
  const parameters = {
    ...roleParameters(role),
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
  };
  const assume = () => base({ product: 'Sts', action: 'AssumeRole', parameters });
  return await inRole(role, assume, signedWith);
}

interface Opening {
  readonly environment: Environment;
  readonly signedWith: SignedWith;
}

async function withKeys(
  source: KeySource,
  { environment, signedWith }: Opening,
): Promise<Transport | ApiReply> {
  try {
    const credential = await openCredentials(source, environment);
    await credential.getCredential();
    return signedWith(credential);
  } catch {
    // The library's message may quote the files and the replies that it read, secrets included.
    return noCredentials(placeOfKeys(source), adviceForKeys(source, environment));
  }
}

/** The token stands for a signature: the call itself is not signed. */
async function withOidc(
  provider: string | undefined,
  { role, environment, signedWith }: Opening & { readonly role: AssumedRole | undefined },
): Promise<Transport | ApiReply> {
  const arn = role?.arn ?? environment['ALIBABA_CLOUD_ROLE_ARN'] ?? '';
  const providerArn = provider ?? environment['ALIBABA_CLOUD_OIDC_PROVIDER_ARN'] ?? '';
  const tokenFile = environment['ALIBABA_CLOUD_OIDC_TOKEN_FILE'] ?? '';
  const wanted = [
    [arn, 'ALIBABA_CLOUD_ROLE_ARN'],
    [providerArn, 'ALIBABA_CLOUD_OIDC_PROVIDER_ARN'],
    [tokenFile, 'ALIBABA_CLOUD_OIDC_TOKEN_FILE'],
  ] as const;
  const missing = wanted.flatMap(([value, name]) => (value === '' ? [name] : []));
  if (missing.length > 0) {
    const message = `no usable token of OIDC; expected ${missing.join(', ')} to be set`;
    return noCredentials(message, `Set ${missing.join(', ')}.`);
  }
  const assumed = role ?? { arn, sessionName: 'sluice' };
  const send = signedWith(undefined);
  // A token is renewed in its file, mostly long before it is over.
  const assume = async (): Promise<ApiReply> => {
    const token = await readFile(tokenFile, 'utf8').catch(() => undefined);
    if (token === undefined) return noCredentials(...unreadableToken);
    const parameters = {
      ...roleParameters(assumed),
      OIDCProviderArn: providerArn,
      OIDCToken: token.trim(),
    };
    return await send({ product: 'Sts', action: 'AssumeRoleWithOIDC', parameters });
  };
  return await inRole(assumed, assume, signedWith);
}

async function inRole(
  role: AssumedRole,
  assume: () => Promise<ApiReply>,
  signedWith: SignedWith,
): Promise<Transport> {
  const session = new RoleSession(role, { assume, now: () => Date.now() });
  const credential = await sessionCredentials(() => session.key);
  return withSession(signedWith(credential), session);
}

const unreadableToken = [
  'ALIBABA_CLOUD_OIDC_TOKEN_FILE cannot be read',
  'Check the file that ALIBABA_CLOUD_OIDC_TOKEN_FILE names.',
] as const;

function noCredentials(message: string, advice: string | undefined): ApiReply {
  const what = { kind: 'credentials', code: 'NoCredentials' } as const;
  return notOpened({ ...what, ...(advice === undefined ? {} : { advice }) }, message);
}

function noCertificates(error: unknown): ApiReply {
  const message = error instanceof Error ? error.message : String(error);
  return notOpened({ kind: 'refused', code: 'UnreadableCertificates' }, message);
}

/** What is missing on this machine; nothing was sent. */
function notOpened(what: Pick<ApiFailure, 'kind' | 'code' | 'advice'>, message: string): ApiReply {
  const unknown = { status: undefined, requestId: undefined, retryAfterMs: undefined };
  return { ok: false, failure: { ...what, message, ...unknown }, attempts: 1 };
}
