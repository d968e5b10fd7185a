// The emulator's own pages, for tests and benchmarks: no part of the API, so that they need no
// signature, and only this machine gets to see them.

import type { IncomingMessage } from 'node:http';
import type { Counters } from './counters.ts';

export interface OwnPage {
  readonly status: number;
  readonly body: object;
}

export const ownPagesRoot = '/_emulator/';

export function ownPage(message: IncomingMessage, counters: Counters): OwnPage {
  if (!isLoopback(message.socket.remoteAddress)) {
    return { status: 403, body: { error: 'these pages are shown on the same machine only' } };
  }
  if (message.method !== 'GET') return { status: 405, body: { error: 'only GET is supported' } };
  switch (message.url) {
    case '/_emulator/health':
      return { status: 200, body: { status: 'ok', uptimeSeconds: Math.floor(process.uptime()) } };
    case '/_emulator/counters':
      return { status: 200, body: counters.report() };
    default:
      return {
        status: 404,
        body: { error: 'there are /_emulator/health and /_emulator/counters' },
      };
  }
}

export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+|localhost)$/i.test(address);
}
