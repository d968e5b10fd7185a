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

/** The client went away before its request was there in full: nobody is left to be answered. */
export class ClientGone extends Error {
  constructor() {
    super('the client went away before its request was complete');
    this.name = 'ClientGone';
  }
}

export async function readWireRequest(
  message: IncomingMessage,
  { bodyBytesMax }: { readonly bodyBytesMax: number },
): Promise<WireRequest> {
  const body = await readBody(message, bodyBytesMax);
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  const headers = headersOf(message);
  const isForm = headers['content-type']?.toLowerCase().includes('form-urlencoded') === true;
  return {
    method: message.method ?? 'GET',
    path: mark === -1 ? url : url.slice(0, mark),
    query: mark === -1 ? {} : parseForm(url.slice(mark + 1)),
    form: isForm && body.length > 0 ? parseForm(body.toString('utf8')) : {},
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

const nothing = Buffer.alloc(0);

/** What exceeds the limit is read and thrown away, so that the client gets to read the refusal. */
function readBody(message: IncomingMessage, bytesMax: number): Promise<Buffer> | Buffer {
  const { 'content-length': length, 'transfer-encoding': encoding } = message.headers;
  if (encoding === undefined && (length === undefined || length === '0')) return nothing;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) chunks.push(chunk);
      else chunks.length = 0;
    });
    message.once('end', () => {
      if (bytes <= bytesMax) resolve(Buffer.concat(chunks));
      else reject(failure('RequestBodyTooLarge', { subject: String(bytesMax) }));
    });
    message.once('error', () => {
      reject(new ClientGone());
    });
    message.once('close', () => {
      reject(new ClientGone());
    });
  });
}

function headersOf({ headers }: IncomingMessage): Parameters {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(entries) as Parameters;
}
