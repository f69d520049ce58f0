import { createSocket } from 'node:dgram';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface PortRelay {
  close(): void;
}

/**
 * Makes a server on one address reachable on another, for UDP and TCP: bind9 listens only on addresses that an interface
 * has, and that is 127.0.0.1 alone, though every address of 127.0.0.0/8 leads to this machine.
 *
 * @returns `undefined` when it may not listen there (ports below 1024 are for root) or somebody else does
 */
export async function relayPort(from: Endpoint, to: Endpoint): Promise<PortRelay | undefined> {
  const tcp = createServer((client) => pipeBoth(client, connect(to)));
  if (!(await listens(tcp, from))) return undefined;
  const udp = createSocket('udp4');
  udp.on('message', (query, client) =>
    forward(query, to, (answer) => udp.send(answer, client.port, client.address)),
  );
  try {
    udp.bind(from.port, from.host);
    await once(udp, 'listening');
  } catch {
    tcp.close();
    return undefined;
  }
  return {
    close() {
      tcp.close();
      udp.close();
    },
  };
}

async function listens(server: Server, { host, port }: Endpoint): Promise<boolean> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  }
}

function pipeBoth(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to).on('error', () => from.destroy());
  }
}

/** One socket a query: the answer that comes to it is the answer to that query. */
function forward(query: Buffer, to: Endpoint, answered: (answer: Buffer) => void): void {
  const socket = createSocket('udp4');
  const giveUp = setTimeout(() => socket.close(), 5000);
  socket.once('close', () => clearTimeout(giveUp));
  socket.once('error', () => socket.close());
  socket.once('message', (answer) => {
    answered(answer);
    socket.close();
  });
  socket.send(query, to.port, to.host);
}
