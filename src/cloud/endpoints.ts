// Where each product of the cloud answers.
import type { Product } from './transport.ts';
import { unreachable } from '../model/unreachable.ts';

export interface Endpoint {
  readonly protocol: 'http' | 'https';
  /** Host, with its port where it is not the protocol's own. */
  readonly host: string;
}

export interface EndpointOptions {
  readonly region: string;
  /** The target's endpoint: a host or a URL, for ECS alone. */
  readonly endpoint: string | undefined;
  /** SLUICE_ENDPOINT: one URL for every product, such as an emulator's. */
  readonly everywhere: string | undefined;
}

export function endpointOf(product: Product, options: EndpointOptions): Endpoint {
  if (options.everywhere !== undefined) return parseEndpoint(options.everywhere);
  switch (product) {
    case 'Ecs':
      return parseEndpoint(options.endpoint ?? `ecs.${options.region}.aliyuncs.com`);
    case 'Sts':
      return { protocol: 'https', host: 'sts.aliyuncs.com' };
    default:
      return unreachable(product);
  }
}

/** Reads `http://127.0.0.1:8080` or a bare host, which is taken over https. */
export function parseEndpoint(text: string): Endpoint {
  const [, scheme = 'https', host = text] = /^(https?):\/\/([^/]+)\/?$/.exec(text) ?? [];
  return { protocol: scheme === 'http' ? 'http' : 'https', host };
}
