import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Changing } from './changing.ts';

/** By which CA the client certificates of connections were judged. */
const clientCas = new WeakMap<TLSSocket, string>();

/**
 * Keeps, for each connection, the CA that its client certificate is judged by: that of the moment at which it was
 * accepted, which is the one of its handshake or an older one.
 */
export function noteClientCas(server: Server, ca: Changing<string>): void {
  const accepted = new Map<string, string>();
  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket);
    accepted.set(peer, ca.current() ?? '');
    socket.on('close', () => accepted.delete(peer));
  });
  server.on('secureConnection', (socket) => {
    const pem = accepted.get(peerOf(socket));
    if (pem !== undefined) clientCas.set(socket, pem);
  });
}

/** PEM; `undefined` for connections of servers that ask for no certificates. */
export function clientCaOf(socket: TLSSocket): string | undefined {
  return clientCas.get(socket);
}

/** The same for a TCP connection and for the TLS connection on it. */
function peerOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
