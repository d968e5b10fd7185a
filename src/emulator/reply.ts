// Replies: their headers, and the body of a refusal.

import type { ApiFailure } from './failure.ts';

export interface EmulatorReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export function success(requestId: string, body: EmulatorReply['body']): EmulatorReply {
  return replyOf({ status: 200, requestId, body: { RequestId: requestId, ...body } });
}

/** Where the refused request was going, as far as it said so. */
export interface Destination {
  readonly product: string;
  readonly region: string | undefined;
}

export function refusal(
  { code, status, message }: ApiFailure,
  { requestId, product, region }: Destination & { readonly requestId: string },
): EmulatorReply {
  const name = names.find((known) => known.toLowerCase() === product.toLowerCase()) ?? 'Ecs';
  const host = region === undefined ? name.toLowerCase() : `${name.toLowerCase()}.${region}`;
  const query = `q=${code}&product=${name}&requestId=${requestId}`;
  const body = {
    RequestId: requestId,
    HostId: `${host}.aliyuncs.com`,
    Code: code,
    Message: message,
    Recommend: `https://api.aliyun.com/troubleshoot?${query}`,
  };
  return replyOf({ status, requestId, body });
}

const names = ['Ecs', 'Vpc', 'Sts', 'ResourceManager'] as const;

function replyOf({
  status,
  requestId,
  body,
}: Omit<EmulatorReply, 'headers'> & { readonly requestId: string }): EmulatorReply {
  const headers = {
    'content-type': 'application/json;charset=utf-8',
    'x-acs-request-id': requestId,
  };
  return { status, headers, body };
}
