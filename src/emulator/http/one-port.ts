// HTTP and TLS on one port: a TLS client speaks first, and its first byte is 0x16, which begins no
// HTTP request.

import { createServer as createTlsServer } from 'node:tls';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Certificate } from './certificate.ts';

export interface OnePort {
  /** Ends the connections that have not yet said which of the two they speak. */
  closeUndecided(): void;
}

const tlsHandshake = 0x16;

/**
 * Stands between a server and its connections. Without a certificate, TLS connections are closed.
 * Who says nothing within `patienceMs`, or does not finish the handshake, is sent away.
 */
export function acceptOnOnePort(
  server: Server,
  {
    certificate,
    patienceMs,
  }: { readonly certificate: Certificate | undefined; readonly patienceMs: number },
): OnePort {
  const serveHttp = takeOverConnections(server);
  const serveTls = certificate && tlsConnections(certificate, { serveHttp, patienceMs });
  const undecided = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    undecided.add(socket);
    socket.once('close', () => undecided.delete(socket));
    // Whatever breaks here breaks this connection alone.
    socket.on('error', () => socket.destroy());
    readFirstByte(socket, patienceMs, (first) => {
      undecided.delete(socket);
      if (first !== tlsHandshake) serveHttp(socket);
      else if (serveTls === undefined) socket.destroy();
      else serveTls(socket);
    });
  });
  return {
    closeUndecided() {
      for (const socket of undecided) socket.destroy();
    },
  };
}

/** The server keeps listening, counting and timing; only who gets its connections first changes. */
function takeOverConnections(server: Server): (socket: Duplex) => void {
  const own = server.listeners('connection') as ((socket: Duplex) => void)[];
  server.removeAllListeners('connection');
  return (socket) => {
    for (const listener of own) listener.call(server, socket);
  };
}

function tlsConnections(
  { certificate, privateKey }: Certificate,
  {
    serveHttp,
    patienceMs,
  }: { readonly serveHttp: (socket: Duplex) => void; readonly patienceMs: number },
): (socket: Socket) => void {
  const server = createTlsServer({
    cert: certificate,
    key: privateKey,
    // Clients that could speak HTTP/2 are told not to.
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: patienceMs,
  });
  server.on('secureConnection', serveHttp);
  server.on('tlsClientError', (_error, socket) => {
    socket.destroy();
  });
  return (socket) => {
    server.emit('connection', socket);
  };
}

function readFirstByte(socket: Socket, patienceMs: number, decide: (first: number) => void): void {
  const giveUp = (): void => {
    socket.destroy();
  };
  socket.setTimeout(patienceMs, giveUp);
  socket.once('readable', () => {
    socket.setTimeout(0);
    socket.off('timeout', giveUp);
    const bytes = socket.read(1) as Buffer | null;
    const first = bytes?.[0];
    if (bytes === null || first === undefined) {
      socket.destroy();
      return;
    }
    socket.unshift(bytes);
    decide(first);
  });
}
