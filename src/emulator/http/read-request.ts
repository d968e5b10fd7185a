// A request of the wire → a call, once it is known whose it is.

import { failure } from '../failure.ts';
import { productOfVersion } from '../products.ts';
import { authenticate } from './authenticate.ts';
import { operationParameters, systemParameter } from './wire-request.ts';
import type { EmulatorRequest } from '../emulator.ts';
import type { SecretOf } from './authenticate.ts';
import type { CheckFreshness } from './freshness.ts';
import type { WireRequest } from './wire-request.ts';

export function readRequest(
  wire: WireRequest,
  {
    secretOf,
    checkFreshness,
  }: { readonly secretOf: SecretOf; readonly checkFreshness: CheckFreshness },
): EmulatorRequest {
  if (wire.method !== 'GET' && wire.method !== 'POST') throw failure('MethodNotAllowed');
  if (wire.path !== '/') throw failure('InvalidAction.NotFound');
  const [action, version] = [systemParameter(wire, 'Action'), systemParameter(wire, 'Version')];
  if (version === '') throw failure('MissingParameter', { subject: 'Version' });
  if (action === '') throw failure('MissingParameter', { subject: 'Action' });
  const product = productOfVersion(version);
  if (product === undefined) throw failure('InvalidVersion');
  const operation = product.operations.get(action);
  if (operation === undefined) throw failure('InvalidAction.NotFound');
  const parameters = operationParameters(wire);
  const request = { product: product.name, version, action, region: undefined, parameters };
  if (!operation.signed) return request;
  const { accessKeyId, securityToken } = authenticate(wire, secretOf);
  checkFreshness(wire, accessKeyId);
  return { ...request, accessKeyId, ...(securityToken === '' ? {} : { securityToken }) };
}

/** The action, if it is one that there is; "" otherwise. */
export function knownAction(wire: WireRequest): string {
  const action = systemParameter(wire, 'Action');
  const product = productOfVersion(systemParameter(wire, 'Version'));
  return product?.operations.has(action) === true ? action : '';
}

/** Who says to have signed. Cut short, and without what has no place in a key id. */
export function claimedAccessKeyId({ query, form, headers }: WireRequest): string {
  const [, credential] = /Credential=([^,]*)/.exec(headers['authorization'] ?? '') ?? [];
  const id = credential ?? query['AccessKeyId'] ?? form['AccessKeyId'] ?? '';
  return id.slice(0, 64).replace(/[^\w.-]/g, '_');
}
