// An HTTP request as it came, read in full.

import { failure } from '../failure.ts';
import { parseForm } from './percent-encoding.ts';
import type { IncomingMessage } from 'node:http';
import type { Parameters } from '../parameters.ts';

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Parameters;
  /** Empty unless the body is a form. */
  readonly form: Parameters;
  /** By lower-case name. */
  readonly headers: Parameters;
  readonly body: Buffer;
}

/** Parameters that belong to the protocol, not to the operation. */
const systemParameters: ReadonlySet<string> = new Set([
  'AccessKeyId',
  'Action',
  'Format',
  'SecurityToken',
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureType',
  'SignatureVersion',
  'Timestamp',
  'Version',
]);

export async function readWireRequest(
  message: IncomingMessage,
  { bodyBytesMax }: { readonly bodyBytesMax: number },
): Promise<WireRequest> {
  const body = await readBody(message, bodyBytesMax);
  const [path = '/', ...query] = (message.url ?? '/').split('?');
  const headers = headersOf(message);
  const isForm = headers['content-type']?.toLowerCase().includes('form-urlencoded') === true;
  return {
    method: message.method ?? 'GET',
    path,
    query: parseForm(query.join('?')),
    form: isForm ? parseForm(body.toString('utf8')) : {},
    headers,
    body,
  };
}

/** All that V1 signs, and where its signature is. */
export function allParameters({ query, form }: WireRequest): Parameters {
  return { ...form, ...query };
}

export function operationParameters(request: WireRequest): Parameters {
  const entries = Object.entries(allParameters(request));
  return Object.fromEntries(entries.filter(([name]) => !systemParameters.has(name)));
}

/** `Action` and `Version` are in the query, the form or the headers, in that order. */
export function systemParameter(
  { query, form, headers }: WireRequest,
  name: 'Action' | 'Version',
): string {
  return query[name] ?? form[name] ?? headers[`x-acs-${name.toLowerCase()}`] ?? '';
}

/** What exceeds the limit is read and thrown away, so that the client gets to read the refusal. */
async function readBody(message: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= bytesMax) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (bytes > bytesMax) throw failure('RequestBodyTooLarge', { subject: String(bytesMax) });
  return Buffer.concat(chunks);
}

function headersOf({ headers }: IncomingMessage): Parameters {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(entries) as Parameters;
}
