// Raw bytes to a server and back, over TCP or TLS, until either side closes.

import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Socket } from 'node:net';

export interface Line {
  readonly port: number;
  /** With a CA certificate, TLS is spoken. */
  readonly authority?: string | undefined;
}

export function open({ port, authority }: Line): Socket {
  const address = { host: '127.0.0.1', port };
  return authority === undefined ? connect(address) : connectTls({ ...address, ca: authority });
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sends one request, and returns as soon as its reply is there. */
export async function send(line: Line, bytes: Buffer): Promise<Answer> {
  const socket = open(line);
  try {
    socket.write(bytes);
    return await readAnswer(socket);
  } finally {
    socket.destroy();
  }
}

function readAnswer(socket: Socket): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const [, head = '', status = '', length = ''] =
        /^(HTTP\/1\.1 (\d+)[^]*?content-length: (\d+)[^]*?\r\n\r\n)/i.exec(text) ?? [];
      if (head === '' || text.length < head.length + Number(length)) return;
      const body = Buffer.from(text.slice(head.length), 'latin1').toString();
      resolve({ status: Number(status), body: JSON.parse(body) as Answer['body'] });
    });
    socket.once('error', reject);
    socket.once('close', () => {
      reject(new Error(`closed after ${text.length} bytes`));
    });
  });
}
