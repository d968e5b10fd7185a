// What comes back from where things go wrong: a reply of the API, a page of something in front of it,
// or nothing at all.

import type { EmulatorReply } from '../reply.ts';
import type { GatewayStatus } from './fault.ts';

export type FaultyReply = EmulatorReply | Page | NoReply;

/** A reply whose body is no JSON. */
export interface Page {
  readonly status: GatewayStatus;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: undefined;
  readonly text: string;
}

export interface NoReply {
  readonly kind: 'lost';
  /** How the sender comes to know of it. */
  readonly connection: 'closed' | 'reset';
  readonly reason: string;
}

export const closed: NoReply = { kind: 'lost', connection: 'closed', reason: 'socket hang up' };
export const reset: NoReply = { kind: 'lost', connection: 'reset', reason: 'ECONNRESET' };

export function gatewayPage(status: GatewayStatus, body: 'html' | 'empty'): Page {
  const title = `${status} ${phrases[status]}`;
  const html = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  const headers = { 'content-type': 'text/html' };
  return { status, headers, body: undefined, text: body === 'html' ? html : '' };
}

const phrases: Readonly<Record<GatewayStatus, string>> = {
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
};
