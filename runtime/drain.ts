import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';

/** What a server has open. */
export interface Connections {
  readonly sockets: ReadonlySet<Socket>;
  /** Those on which no request has come yet. Node takes none of them for idle, however long they stay. */
  readonly silent: ReadonlyMap<string, SilentConnection>;
  /** To requests in flight. */
  readonly responses: ReadonlySet<ServerResponse>;
  /** Whether every answer ends its connection. */
  retiring: boolean;
  draining: boolean;
}

interface SilentConnection {
  readonly socket: Socket;
  /** Milliseconds, as `performance.now()` has them. */
  readonly since: number;
}

/** How long a connection may take to come to its first request once the server closes. */
const patienceMs = 1000;

/** Keeps book of a server's connections; to be called before the server gets its handler. */
export function noteConnections(server: Server | TlsServer): Connections {
  const sockets = new Set<Socket>();
  const silent = new Map<string, SilentConnection>();
  const responses = new Set<ServerResponse>();
  const connections: Connections = { sockets, silent, responses, retiring: false, draining: false };
  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket);
    sockets.add(socket);
    silent.set(peer, { socket, since: performance.now() });
    socket.on('close', () => {
      sockets.delete(socket);
      if (silent.get(peer)?.socket === socket) silent.delete(peer);
    });
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    if (silent.size > 0) silent.delete(peerOf(socket));
    responses.add(response);
    if (connections.retiring) response.setHeader('connection', 'close');
    response.on('close', () => {
      responses.delete(response);
      if (connections.draining) setImmediate(() => server.closeIdleConnections());
    });
  });
  return connections;
}

/**
 * From now on every answer ends its connection. A caller that keeps connections then goes elsewhere of its own accord,
 * whereas closing an idle one may cut off a request that is on its way, which callers do not repeat when it is a POST.
 */
export function retire(connections: Connections): void {
  connections.retiring = true;
  for (const response of connections.responses) {
    if (!response.headersSent) response.setHeader('connection', 'close');
  }
}

/**
 * Stops accepting, lets the requests in flight finish, closes every connection as it falls idle, and ends what is left
 * after the limit. A connection that has not come to a request within a second has nothing to wait for.
 */
export async function drain(
  server: Server | TlsServer,
  connections: Connections,
  limitSeconds: number,
): Promise<void> {
  connections.draining = true;
  retire(connections);
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  dismissSilent(connections);
  const timers = [
    setTimeout(() => dismissSilent(connections), patienceMs),
    setTimeout(() => {
      for (const socket of connections.sockets) socket.destroy();
    }, limitSeconds * 1000),
  ];
  await closed;
  for (const timer of timers) clearTimeout(timer);
}

function dismissSilent({ silent }: Connections): void {
  const latest = performance.now() - patienceMs + 1; // timers may be early by a fraction
  for (const { socket, since } of silent.values()) if (since <= latest) socket.destroy();
}

/** The same for a TCP connection and for the TLS connection on it: requests only know the latter. */
function peerOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
