import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to the API server on which every connection is counted, and which can be cut. */
export interface CountingRelay {
  readonly port: number;
  /** Connections since the start. */
  readonly accepted: number;
  /** Connections now. */
  readonly open: number;
  /** What clients send and are sent goes nowhere from now on, though every connection stays open. */
  freeze(): void;
  /** Ends every connection and takes none until {@link CountingRelay.mend}. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function startCountingRelay(targetPort: number): Promise<CountingRelay> {
  const clients = new Set<Socket>();
  const pairs = new Set<readonly [Socket, Socket]>();
  let accepted = 0;
  let isCut = false;
  const server = createServer((client) => {
    accepted += 1;
    client.on('error', () => client.destroy());
    if (isCut) {
      client.destroy();
      return;
    }
    clients.add(client);
    const target = connect(targetPort, '127.0.0.1');
    const pair = [client, target] as const;
    pairs.add(pair);
    client.on('close', () => {
      clients.delete(client);
      pairs.delete(pair);
      target.destroy();
    });
    target.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.pipe(target);
    target.pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get accepted() {
      return accepted;
    },
    get open() {
      return clients.size;
    },
    freeze() {
      for (const [client, target] of pairs) {
        client.unpipe(target);
        target.unpipe(client);
      }
    },
    cut() {
      isCut = true;
      for (const client of clients) client.destroy();
    },
    mend() {
      isCut = false;
    },
    async close() {
      for (const client of clients) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
