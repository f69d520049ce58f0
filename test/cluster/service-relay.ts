import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What a Service does in front of Pods, for processes on loopback: it spreads new connections over its endpoints. */
export interface ServiceRelay {
  /** New connections go there too, from now on. */
  add(port: number): void;
  /** New connections do not go there any more; those that are there stay, as with real Services. */
  remove(port: number): void;
  close(): Promise<void>;
}

/** @param port on 127.0.0.1, where clients come */
export async function startServiceRelay(port: number): Promise<ServiceRelay> {
  const endpoints: number[] = [];
  const clients = new Set<Socket>();
  let turn = 0;
  const server = createServer((client) => {
    const target = endpoints[turn++ % endpoints.length];
    if (target === undefined) {
      client.destroy();
      return;
    }
    clients.add(client);
    const behind = connect(target, '127.0.0.1');
    client.on('error', () => client.destroy());
    behind.on('error', () => client.destroy());
    client.on('close', () => {
      clients.delete(client);
      behind.destroy();
    });
    behind.on('close', () => client.destroy());
    client.pipe(behind);
    behind.pipe(client);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    add: (endpoint) => void endpoints.push(endpoint),
    remove: (endpoint) => void endpoints.splice(endpoints.indexOf(endpoint), 1),
    async close() {
      for (const client of clients) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
