// The real API: @alicloud/openapi-client as a transport. It signs, finds the credentials and speaks
// HTTP; what its replies mean is decided in classify.ts. It is imported at the first call, because
// that costs more than everything else that a command does at its start.
import { readFile } from 'node:fs/promises';
import type OpenApi from '@alicloud/openapi-client';
import { classify } from './classify.ts';
import { openCredentials } from './credentials.ts';
import { endpointOf, type EndpointOptions } from './endpoints.ts';
import { observed, type SeenReply } from './observe-http.ts';
import { useProxies, type Environment } from './proxy.ts';
import {
  versions,
  type ApiCall,
  type ApiFailure,
  type ApiReply,
  type Product,
  type RawReply,
  type Transport,
} from './transport.ts';

export interface AlibabaOptions extends EndpointOptions {
  readonly profile: string | undefined;
  readonly environment: Environment;
  readonly toolVersion: string;
}

const readTimeoutMs = 30_000;
const connectTimeoutMs = 10_000;

type CallApi = (call: ApiCall) => Promise<RawReply>;

/** Opens nothing yet: the client, the credentials and the CA are fetched by the first call. */
export function alibabaTransport(options: AlibabaOptions): Transport {
  let opened: Promise<CallApi | ApiReply> | undefined;
  return async (call) => {
    opened ??= openClient(options);
    const client = await opened;
    return typeof client === 'function' ? classify(await client(call)) : client;
  };
}

async function openClient(options: AlibabaOptions): Promise<CallApi | ApiReply> {
  await useProxies(options.environment);
  const { default: api } = await import('@alicloud/openapi-client');
  const { default: util } = await import('@alicloud/tea-util');
  const credential = await openCredentials(options.profile);
  const missing = await credential.getCredential().then(
    () => undefined,
    // The library's message may quote the files and the replies that it read, secrets included.
    () => notOpened({ kind: 'credentials', code: 'NoCredentials' }, noCredentials(options.profile)),
  );
  if (missing !== undefined) return missing;
  const caFile = options.environment['SSL_CERT_FILE'];
  const ca = caFile ? await readFile(caFile, 'utf8').catch(noCertificates) : undefined;
  if (typeof ca === 'object') return ca;
  const clients = new Map<Product, OpenApi.default>();

  function clientOf(product: Product): OpenApi.default {
    const known = clients.get(product);
    if (known !== undefined) return known;
    const { protocol, host } = endpointOf(product, options);
    const config = new api.Config({
      credential,
      endpoint: host,
      protocol: protocol.toUpperCase(),
      regionId: options.region,
      userAgent: `sluice/${options.toolVersion}`,
      readTimeout: readTimeoutMs,
      connectTimeout: connectTimeoutMs,
      ...(ca === undefined ? {} : { ca }),
    });
    const client = new api.default(config);
    clients.set(product, client);
    return client;
  }

  return async (call) => {
    const { product, action, parameters } = call;
    const params = new api.Params({
      action,
      version: versions[product],
      protocol: endpointOf(product, options).protocol.toUpperCase(),
      pathname: '/',
      method: 'POST',
      authType: 'AK',
      style: 'RPC',
      reqBodyType: 'formData',
      bodyType: 'json',
    });
    // A query of 100 permissions would make a URL of 20 KB, so everything goes into the body.
    const request = new api.OpenApiRequest({ body: { RegionId: options.region, ...parameters } });
    const { result, seen } = await observed(endpointOf(product, options).host, () =>
      clientOf(product)
        .callApi(params, request, new util.RuntimeOptions({}))
        .then(
          (reply: unknown) => answered(reply),
          (error: unknown) => ({ error }),
        ),
    );
    return 'error' in result ? fromError(result.error, seen()) : result;
  };
}

function answered(reply: unknown): RawReply {
  const { statusCode, headers, body } = reply as {
    statusCode: number;
    headers: Record<string, string>;
    body: Record<string, unknown>;
  };
  return { kind: 'answered', status: statusCode, headers, body };
}

/** The client throws for every failure; what it keeps to itself was seen on the wire. */
function fromError(error: unknown, seen: SeenReply | undefined): RawReply {
  const { data, code, name } = error as {
    data?: Record<string, unknown>;
    code?: string;
    name?: string;
  };
  if (seen !== undefined) return { kind: 'answered', ...seen, body: data };
  // Messages of the HTTP layer may carry whole URLs; its codes say enough.
  return { kind: 'lost', reason: code ?? name ?? 'the connection failed' };
}

function noCredentials(profile: string | undefined): string {
  if (profile !== undefined) {
    return `no usable credentials in the profile "${profile}" of the aliyun CLI or of the SDKs`;
  }
  const tried =
    'the environment, OIDC, the profiles of the aliyun CLI and of the SDKs, an ECS role';
  return `no usable credentials; looked at ${tried} and a credentials URI`;
}

function noCertificates(error: unknown): ApiReply {
  const message = error instanceof Error ? error.message : String(error);
  return notOpened({ kind: 'refused', code: 'UnreadableCertificates' }, message);
}

/** What is missing on this machine; nothing was sent. */
function notOpened(what: Pick<ApiFailure, 'kind' | 'code'>, message: string): ApiReply {
  const unknown = { status: undefined, requestId: undefined, retryAfterMs: undefined };
  return { ok: false, failure: { ...what, message, ...unknown }, attempts: 1 };
}
