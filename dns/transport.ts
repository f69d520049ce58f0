import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { TransientFailure } from '../api/failure.ts';
import { formatEndpoint } from './nameserver.ts';
import type { Endpoint } from './nameserver.ts';

/** One message out, one back. */
export interface Exchange<Reply> {
  readonly endpoint: Endpoint;
  readonly payload: Buffer;
  readonly timeoutSeconds: number;
  /** @returns `undefined` for bytes that are not the reply: somebody else's, or forged */
  accept(bytes: Buffer): Reply | undefined;
}

interface Settle<Reply> {
  readonly done: (reply: Reply) => void;
  readonly failed: (error: Error) => void;
}

const resendSeconds = 1;

/**
 * Sends a message by UDP, once more after a second, from a connected socket: the kernel drops what comes from any other
 * address.
 *
 * @throws {TransientFailure} `DnsServerUnreachable`
 */
export async function exchangeByUdp<Reply>(exchange: Exchange<Reply>): Promise<Reply> {
  return timed(exchange, (address, { done, failed }) => {
    const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
    const send = (): void => {
      socket.send(exchange.payload, (error) => {
        if (error) failed(error);
      });
    };
    const again = setTimeout(send, resendSeconds * 1000);
    socket.on('error', failed);
    socket.on('message', (bytes) => {
      const reply = exchange.accept(bytes);
      if (reply !== undefined) done(reply);
    });
    socket.once('connect', send);
    socket.connect(exchange.endpoint.port, address);
    return () => {
      clearTimeout(again);
      socket.close();
    };
  });
}

/**
 * Sends a message by TCP, where it has its length in front (RFC 1035 section 4.2.2).
 *
 * @throws {TransientFailure} `DnsServerUnreachable`
 */
export async function exchangeByTcp<Reply>(exchange: Exchange<Reply>): Promise<Reply> {
  return timed(exchange, (address, { done, failed }) => {
    const socket = connect(exchange.endpoint.port, address);
    let received = Buffer.alloc(0);
    socket.on('error', failed);
    socket.on('close', () => {
      failed(new Error('closed'));
    });
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE()) return;
      const reply = exchange.accept(received.subarray(2, 2 + received.readUInt16BE()));
      if (reply === undefined) failed(new Error('no reply'));
      else done(reply);
    });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(exchange.payload.length);
    socket.write(Buffer.concat([length, exchange.payload]));
    return () => {
      socket.destroy();
    };
  });
}

/** Runs one exchange to its reply, its error or its deadline, whichever is first, and tidies up after it. */
async function timed<Reply>(
  exchange: Exchange<Reply>,
  start: (address: string, settle: Settle<Reply>) => () => void,
): Promise<Reply> {
  const { endpoint, timeoutSeconds } = exchange;
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const timer = setTimeout(() => {
    reject(unreachable(endpoint, 'did not answer in time'));
  }, timeoutSeconds * 1000);
  const failed = (error: Error): void => {
    reject(unreachable(endpoint, describe(error), error));
  };
  let stop: (() => void) | undefined;
  try {
    const address = await Promise.race([addressOf(endpoint), promise]);
    if (typeof address === 'string') stop = start(address, { done: resolve, failed });
    return await promise;
  } finally {
    clearTimeout(timer);
    stop?.();
  }
}

async function addressOf(endpoint: Endpoint): Promise<string> {
  if (isIP(endpoint.host) !== 0) return endpoint.host;
  try {
    return (await lookup(endpoint.host)).address;
  } catch (error) {
    throw unreachable(endpoint, 'has no address', error);
  }
}

function unreachable(endpoint: Endpoint, what: string, cause?: unknown): TransientFailure {
  return new TransientFailure('DnsServerUnreachable', `${formatEndpoint(endpoint)} ${what}`, { cause });
}

const errnoTexts: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
};

/** Words of our own: Node's messages name ports that change. */
function describe(error: Error): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  return errnoTexts[code] ?? (error.message === 'closed' ? 'closed the connection' : 'did not answer');
}
