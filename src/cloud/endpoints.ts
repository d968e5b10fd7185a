// Where each product of the cloud answers.
import { assert } from '../model/assert.ts';
import { parseEndpoint, type Endpoint } from '../model/endpoint.ts';
import { unreachable } from '../model/unreachable.ts';
import type { Product } from './transport.ts';

export interface EndpointOptions {
  readonly region: string;
  /** The target's endpoint: a host or a URL, for ECS alone. */
  readonly endpoint: string | undefined;
  /** SLUICE_ENDPOINT: one URL for every product, such as an emulator's. */
  readonly everywhere: string | undefined;
}

/** The texts were checked where they were read. */
export function endpointOf(product: Product, options: EndpointOptions): Endpoint {
  const endpoint = parseEndpoint(options.everywhere ?? ownEndpoint(product, options));
  assert(endpoint !== undefined, `the endpoint of ${product} was not checked`);
  return endpoint;
}

function ownEndpoint(product: Product, { region, endpoint }: EndpointOptions): string {
  switch (product) {
    case 'Ecs':
      return endpoint ?? `ecs.${region}.aliyuncs.com`;
    case 'Sts':
      return 'sts.aliyuncs.com';
    default:
      return unreachable(product);
  }
}
