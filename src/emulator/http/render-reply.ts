// A reply → its bytes, in the format that the request asks for.

import { renderXml } from './xml.ts';
import type { Page } from '../faults/faulty-reply.ts';
import type { EmulatorReply } from '../reply.ts';
import type { WireRequest } from './wire-request.ts';

export type Format = 'json' | 'xml';

export interface RenderedReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly bytes: Buffer;
}

/**
 * JSON unless XML is asked for, by Format or by an Accept that does not also take JSON. The cloud
 * answers those who ask for nothing in XML; nobody who asks for nothing can read that, so that they
 * get JSON here.
 */
export function formatOf(wire: WireRequest | undefined): Format {
  if (wire === undefined) return 'json';
  const asked = (wire.query['Format'] ?? wire.form['Format'] ?? '').toLowerCase();
  if (asked !== '') return asked === 'xml' ? 'xml' : 'json';
  const accept = wire.headers['accept']?.toLowerCase() ?? '';
  return /\b(application|text)\/xml\b/.test(accept) && !accept.includes('json') ? 'xml' : 'json';
}

export function renderReply(
  reply: EmulatorReply | Page,
  { format, action }: { readonly format: Format; readonly action: string },
): RenderedReply {
  const { status, headers, body } = reply;
  if (body === undefined) {
    const page = Buffer.from(reply.text);
    return { status, headers: { ...headers, 'content-length': page.length }, bytes: page };
  }
  const xml = format === 'xml';
  const root = status < 400 ? `${action}Response` : 'Error';
  const bytes = Buffer.from(xml ? renderXml(root, body) : JSON.stringify(body));
  const type = xml ? { 'content-type': 'text/xml;charset=utf-8' } : {};
  return { status, headers: { ...headers, ...type, 'content-length': bytes.length }, bytes };
}
