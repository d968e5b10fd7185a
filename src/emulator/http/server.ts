// The emulator over HTTP and TLS, for every client that can be told an endpoint. Only this machine
// gets in, unless another host is asked for.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { ApiFailure, failure } from '../failure.ts';
import { productOfVersion } from '../products.ts';
import { refusal } from '../reply.ts';
import { clientFamily } from './client-family.ts';
import { Counters } from './counters.ts';
import { defaultFreshness, freshnessCheck } from './freshness.ts';
import { acceptOnOnePort } from './one-port.ts';
import { ownPage, ownPagesRoot } from './own-pages.ts';
import { claimedAccessKeyId, knownAction, readRequest } from './read-request.ts';
import { formatOf, renderReply } from './render-reply.ts';
import {
  ClientGone,
  operationParameters,
  readWireRequest,
  systemParameter,
} from './wire-request.ts';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { EmulatorRequest } from '../emulator.ts';
import type { FaultyReply, NoReply } from '../faults/faulty-reply.ts';
import type { EmulatorReply } from '../reply.ts';
import type { AccessEntry } from './access-entry.ts';
import type { SecretOf } from './authenticate.ts';
import type { Certificate } from './certificate.ts';
import type { CheckFreshness, FreshnessSwitches } from './freshness.ts';
import type { WireRequest } from './wire-request.ts';

export interface ServeOptions {
  readonly call: (request: EmulatorRequest) => FaultyReply | Promise<FaultyReply>;
  readonly secretOf: SecretOf;
  /** 127.0.0.1 unless said. */
  readonly host?: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** With one, TLS is spoken on the same port. */
  readonly certificate?: Certificate | undefined;
  /** Both ignored unless said. */
  readonly freshness?: Partial<FreshnessSwitches>;
  /** What the caller is told only as InternalError: a bug, or a state that cannot be saved. */
  readonly onFault?: (error: unknown) => void;
  /** Called once for each request, after its reply was handed over. */
  readonly onRequest?: (entry: AccessEntry) => void;
  /** How long a client may take for its first byte, for a handshake, and for its headers. */
  readonly patienceMs?: number;
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
const usualPatienceMs = 10_000;
/** A whole request may take this many times the patience for its headers. */
const bodyPatience = 6;
/** Nothing in either direction, although a request or a reply is under way. */
const silenceMs = 120_000;
const closePatienceMs = 1_000;

/** What every request is answered with. */
interface Door {
  readonly call: ServeOptions['call'];
  readonly secretOf: SecretOf;
  readonly checkFreshness: CheckFreshness;
  readonly onFault: (error: unknown) => void;
  readonly onRequest: (entry: AccessEntry) => void;
  readonly counters: Counters;
}

export async function serve(options: ServeOptions): Promise<Served> {
  const { host = '127.0.0.1', port, certificate, patienceMs = usualPatienceMs } = options;
  const door = doorOf(options);
  const underWay = new WeakSet<Duplex>();
  const serveRequest = (message: IncomingMessage, response: ServerResponse): void => {
    underWay.add(message.socket);
    response.once('close', () => underWay.delete(message.socket));
    void answer(message, { response, door });
  };
  const server = createServer(
    {
      maxHeaderSize: headerBytesMax,
      headersTimeout: patienceMs,
      requestTimeout: bodyPatience * patienceMs,
      connectionsCheckingInterval: Math.min(patienceMs, 1_000),
      keepAliveTimeout: keepAliveMs,
      // Or Node would refuse it by itself, with an empty body.
      requireHostHeader: false,
    },
    serveRequest,
  );
  // An Expect that nobody knows is ignored, for the same reason.
  server.on('checkExpectation', serveRequest);
  server.timeout = silenceMs;
  server.on('clientError', (error, socket) => {
    refuseConnection(error, { socket, underWay: underWay.has(socket) });
  });
  const onePort = acceptOnOnePort(server, { certificate, patienceMs });
  const bound = await listen(server, { host, port });
  const url = `http://${urlHost(host)}:${bound}`;
  return {
    port: bound,
    url,
    close: () => {
      onePort.closeUndecided();
      return close(server);
    },
  };
}

function doorOf(options: ServeOptions): Door {
  return {
    call: options.call,
    secretOf: options.secretOf,
    checkFreshness: freshnessCheck({ ...defaultFreshness, ...options.freshness }),
    onFault: options.onFault ?? ignore,
    onRequest: options.onRequest ?? ignore,
    counters: new Counters(),
  };
}

function ignore(): void {
  // Nobody wants to know.
}

/** Whatever happens in here, there is a reply, or nobody left to read it. */
async function answer(
  message: IncomingMessage,
  { response, door }: { readonly response: ServerResponse; readonly door: Door },
): Promise<void> {
  const startMs = performance.now();
  if (message.url?.startsWith(ownPagesRoot) === true) {
    const { status, body } = ownPage(message, door.counters);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(`${JSON.stringify(body)}\n`);
    return;
  }
  const { wire, reply } = await replyTo(message, door);
  if (reply === undefined) response.destroy();
  else if ('status' in reply) send(response, { reply, wire });
  else breakOff(message.socket, reply);
  note(door, { message, wire, reply, startMs });
}

interface Answered {
  /** Undefined where the request could not be read. */
  readonly wire: WireRequest | undefined;
  /** Undefined where the client has gone. */
  readonly reply: FaultyReply | undefined;
}

async function replyTo(message: IncomingMessage, door: Door): Promise<Answered> {
  let wire: WireRequest | undefined;
  try {
    wire = await readWireRequest(message, { bodyBytesMax });
    return { wire, reply: await door.call(readRequest(wire, door)) };
  } catch (error) {
    if (error instanceof ClientGone) return { wire, reply: undefined };
    if (error instanceof ApiFailure) return { wire, reply: refuse(error, wire) };
    door.onFault(error);
    return { wire, reply: refuse(failure('InternalError'), wire) };
  }
}

function refuse(reason: ApiFailure, wire: WireRequest | undefined): EmulatorReply {
  const product = wire && productOfVersion(systemParameter(wire, 'Version'))?.name;
  const region = wire && operationParameters(wire)['RegionId'];
  const requestId = randomUUID().toUpperCase();
  return refusal(reason, { requestId, product: product ?? 'Ecs', region });
}

function send(
  response: ServerResponse,
  {
    reply,
    wire,
  }: { readonly reply: Exclude<FaultyReply, NoReply>; readonly wire: WireRequest | undefined },
): void {
  const action = wire === undefined ? '' : systemParameter(wire, 'Action');
  const { status, headers, bytes } = renderReply(reply, { format: formatOf(wire), action });
  response.writeHead(status, headers);
  response.end(bytes);
}

/** A TLS connection has no reset of its own, and is closed. */
function breakOff(socket: Socket, { connection }: NoReply): void {
  if (connection === 'reset' && !('encrypted' in socket)) socket.resetAndDestroy();
  else socket.destroy();
}

function note(
  { counters, onRequest }: Door,
  {
    message,
    wire,
    reply,
    startMs,
  }: Answered & { readonly message: IncomingMessage; readonly startMs: number },
): void {
  const entry: AccessEntry = {
    time: new Date(performance.timeOrigin + startMs).toISOString(),
    method: message.method ?? '',
    tls: 'encrypted' in message.socket,
    client: clientFamily(message.headers['user-agent']),
    accessKeyId: wire === undefined ? '' : claimedAccessKeyId(wire),
    action: wire === undefined ? '' : knownAction(wire),
    status: reply !== undefined && 'status' in reply ? reply.status : 0,
    code: codeOf(reply),
    ms: Math.round((performance.now() - startMs) * 100) / 100,
  };
  counters.count(entry);
  onRequest(entry);
}

function codeOf(reply: FaultyReply | undefined): string {
  if (reply === undefined) return 'ClientGone';
  if (!('status' in reply)) return 'NoReply';
  if (reply.body === undefined) return `HTTP${reply.status}`;
  const code = reply.body['Code'];
  return reply.status >= 400 && typeof code === 'string' ? code : 'OK';
}

/**
 * What does not even parse as HTTP gets a reply as well, if the connection still takes one. Where
 * another reply is under way on it, this one could be taken for that, and the connection is closed.
 */
function refuseConnection(
  error: Error,
  { socket, underWay }: { readonly socket: Duplex; readonly underWay: boolean },
): void {
  const reset = 'code' in error && error.code === 'ECONNRESET';
  if (reset || !socket.writable || underWay) {
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
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`, () => {
    socket.destroy();
  });
}

/** Where the server listens everywhere, this machine is reached at 127.0.0.1. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
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
