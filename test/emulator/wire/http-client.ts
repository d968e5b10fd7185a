// A client that costs little: node:http with connections that stay open, and signatures of version 1.

import { Agent, request } from 'node:http';
import { signedForm, system } from './sign-v1.ts';
import type { Words } from './sign-v1.ts';

export interface Reply {
  readonly status: number;
  /** OK, or the code of the refusal. */
  readonly code: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface HttpClient {
  readonly call: (action: string, words: Words) => Promise<Reply>;
  readonly close: () => void;
}

export function httpClient(port: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': 'Node.js test',
  };
  return {
    call: (action, words) =>
      new Promise((resolve, reject) => {
        const form = signedForm('POST', { ...system(action), ...words });
        const options = { host: '127.0.0.1', port, method: 'POST', agent, headers };
        const sent = request(options, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const body = JSON.parse(Buffer.concat(chunks).toString()) as Reply['body'];
            const code = typeof body['Code'] === 'string' ? body['Code'] : 'OK';
            resolve({ status: response.statusCode ?? 0, code, body });
          });
        });
        sent.on('error', reject);
        sent.end(form);
      }),
    close: () => {
      agent.destroy();
    },
  };
}
