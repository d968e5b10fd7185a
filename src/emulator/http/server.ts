// The emulator over HTTP, for every client that can be told an endpoint. Only this machine gets in.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { ApiFailure, failure } from '../failure.ts';
import { productOfVersion } from '../products.ts';
import { refusal } from '../reply.ts';
import { authenticate } from './authenticate.ts';
import { operationParameters, readWireRequest, systemParameter } from './wire-request.ts';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { EmulatorRequest } from '../emulator.ts';
import type { EmulatorReply } from '../reply.ts';
import type { SecretOf } from './authenticate.ts';
import type { WireRequest } from './wire-request.ts';

export interface ServeOptions {
  readonly call: (request: EmulatorRequest) => EmulatorReply | Promise<EmulatorReply>;
  readonly secretOf: SecretOf;
  readonly host?: '127.0.0.1';
  /** 0 takes any that is free. */
  readonly port: number;
  /** What the caller is told only as InternalError: a bug, or a state that cannot be saved. */
  readonly onFault?: (error: unknown) => void;
}

export interface Served {
  readonly port: number;
  readonly url: string;
  /** Lets the calls that are under way finish, for a second at most. */
  close(): Promise<void>;
}

const bodyBytesMax = 10 * 1024 * 1024;
/** Clients put whole rule lists into the URL: 100 rules with descriptions are most of a megabyte. */
const headerBytesMax = 4 * 1024 * 1024;
/** Longer than clients keep a connection, so that none is closed under a request. */
const keepAliveMs = 65_000;
const closePatienceMs = 1_000;

export async function serve({ host, port, ...door }: ServeOptions): Promise<Served> {
  const server = createServer({ maxHeaderSize: headerBytesMax }, (message, response) => {
    void replyTo(message, door).then((reply) => {
      send(response, reply);
    });
  });
  server.keepAliveTimeout = keepAliveMs;
  server.on('clientError', refuseConnection);
  const address = { host: host ?? '127.0.0.1', port };
  const bound = await listen(server, address);
  const url = `http://${address.host}:${bound}`;
  return { port: bound, url, close: () => close(server) };
}

/** Whatever happens in here, there is a reply. */
async function replyTo(
  message: IncomingMessage,
  { call, secretOf, onFault }: Omit<ServeOptions, 'host' | 'port'>,
): Promise<EmulatorReply> {
  let wire: WireRequest | undefined;
  try {
    wire = await readWireRequest(message, { bodyBytesMax });
    return await call(readRequest(wire, secretOf));
  } catch (error) {
    if (error instanceof ApiFailure) return refuse(error, wire);
    onFault?.(error);
    return refuse(failure('InternalError'), wire);
  }
}

function readRequest(wire: WireRequest, secretOf: SecretOf): EmulatorRequest {
  if (wire.method !== 'GET' && wire.method !== 'POST') throw failure('MethodNotAllowed');
  if (wire.path !== '/') throw failure('InvalidAction.NotFound');
  const [action, version] = [systemParameter(wire, 'Action'), systemParameter(wire, 'Version')];
  if (version === '') throw failure('MissingParameter', { subject: 'Version' });
  if (action === '') throw failure('MissingParameter', { subject: 'Action' });
  const product = productOfVersion(version);
  if (product === undefined) throw failure('InvalidVersion');
  if (!product.operations.has(action)) throw failure('InvalidAction.NotFound');
  const accessKeyId = authenticate(wire, secretOf);
  const parameters = operationParameters(wire);
  return { product: product.name, version, action, region: undefined, parameters, accessKeyId };
}

function refuse(reason: ApiFailure, wire: WireRequest | undefined): EmulatorReply {
  const product = wire && productOfVersion(systemParameter(wire, 'Version'))?.name;
  const region = wire && operationParameters(wire)['RegionId'];
  const requestId = randomUUID().toUpperCase();
  return refusal(reason, { requestId, product: product ?? 'Ecs', region });
}

function send(response: ServerResponse, { status, headers, body }: EmulatorReply): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.end(bytes);
}

/** What does not even parse as HTTP gets a reply as well, if the connection still takes one. */
function refuseConnection(error: Error, socket: Socket): void {
  if (!socket.writable || ('code' in error && error.code === 'ECONNRESET')) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = refuse(failure('InvalidRequest'), undefined);
  const text = JSON.stringify(body);
  const lines = [
    `HTTP/1.1 ${status} Bad Request`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`);
}

function listen(
  server: Server,
  address: { readonly host: string; readonly port: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.off('error', reject);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : address.port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => {
      server.closeAllConnections();
    }, closePatienceMs);
    server.close(() => {
      clearTimeout(impatience);
      resolve();
    });
    server.closeIdleConnections();
  });
}
