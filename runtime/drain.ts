import type { Server, ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';

/** What a server has open. */
export interface Connections {
  readonly sockets: ReadonlySet<Socket>;
  /** To requests in flight. */
  readonly responses: ReadonlySet<ServerResponse>;
  draining: boolean;
}

/** Keeps book of a server's connections; to be called before the server gets its handler. */
export function noteConnections(server: Server | TlsServer): Connections {
  const sockets = new Set<Socket>();
  const responses = new Set<ServerResponse>();
  const connections: Connections = { sockets, responses, draining: false };
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('request', (_request, response: ServerResponse) => {
    responses.add(response);
    if (connections.draining) response.setHeader('connection', 'close');
    response.on('close', () => {
      responses.delete(response);
      if (connections.draining) setImmediate(() => server.closeIdleConnections());
    });
  });
  return connections;
}

/**
 * Stops accepting, lets the requests in flight finish, closes every connection as it falls idle, and ends what is left
 * after the limit.
 */
export async function drain(
  server: Server | TlsServer,
  connections: Connections,
  limitSeconds: number,
): Promise<void> {
  connections.draining = true;
  for (const response of connections.responses) {
    if (!response.headersSent) response.setHeader('connection', 'close');
  }
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const limit = setTimeout(() => {
    for (const socket of connections.sockets) socket.destroy();
  }, limitSeconds * 1000);
  await closed;
  clearTimeout(limit);
}
