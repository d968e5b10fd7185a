// @alicloud/openapi-client as a transport: it signs and speaks HTTP; what its replies mean is decided
// in classify.ts. It is imported at the first call, because that costs more than everything else that a
// command does at its start.
import type Credential from '@alicloud/credentials';
import type OpenApi from '@alicloud/openapi-client';
import { classify } from './classify.ts';
import { endpointOf, type EndpointOptions } from './endpoints.ts';
import { observed, type SeenReply } from './observe-http.ts';
import { versions, type Product, type RawReply, type Transport } from './transport.ts';

export interface ApiOptions extends EndpointOptions {
  readonly toolVersion: string;
  /** Certificates to trust, in PEM. */
  readonly ca: string | undefined;
}

const readTimeoutMs = 30_000;
const connectTimeoutMs = 10_000;

/** Signs with these credentials; without any, calls are not signed. */
export type SignedWith = (credential: Credential.default | undefined) => Transport;

export async function openApi(options: ApiOptions): Promise<SignedWith> {
  const { default: api } = await import('@alicloud/openapi-client');
  const { default: util } = await import('@alicloud/tea-util');
  return (credential) => {
    const clients = new Map<Product, OpenApi.default>();

    function clientOf(product: Product): OpenApi.default {
      const known = clients.get(product);
      if (known !== undefined) return known;
      const { protocol, host } = endpointOf(product, options);
      const config = new api.Config({
        ...(credential === undefined ? {} : { credential }),
        endpoint: host,
        protocol: protocol.toUpperCase(),
        regionId: options.region,
        userAgent: `sluice/${options.toolVersion}`,
        readTimeout: readTimeoutMs,
        connectTimeout: connectTimeoutMs,
        ...(options.ca === undefined ? {} : { ca: options.ca }),
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
        authType: credential === undefined ? 'Anonymous' : 'AK',
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
      return classify('error' in result ? fromError(result.error, seen()) : result);
    };
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
