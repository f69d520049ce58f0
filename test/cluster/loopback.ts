import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A TCP port on 127.0.0.1 for a server that is started next.
 *
 * It lies below the range from which the kernel takes ports for outgoing connections, and it is spoken for as long as this
 * process lives (by an abstract socket of its name), so that clusters that start at the same time never pick the same one.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = randomInt(20_000, 32_000);
    if ((await claims(port)) && (await canListen(port, '127.0.0.1'))) return port;
  }
  throw new Error('no free port was found between 20000 and 32000 on 127.0.0.1');
}

function claims(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const claim = createServer().once('error', () => resolve(false));
    claim.listen(`\0certloom-port-${port}`, () => resolve(true)).unref();
  });
}

/** Whether a server could listen there now: not for want of permission, and not because another one does. */
export function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * Asks again and again until the answer is something.
 *
 * @param what ends the sentence "timed out after 30 s waiting for ..."
 * @param look answers `undefined` or throws while it is not so far; the last error becomes the cause
 */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | undefined>,
  options: { readonly seconds?: number; readonly everyMs?: number } = {},
): Promise<T> {
  const { seconds = 30, everyMs = 50 } = options;
  const deadline = performance.now() + seconds * 1000;
  let cause: unknown;
  do {
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      cause = error;
    }
    await sleep(everyMs);
  } while (performance.now() < deadline);
  const last = cause instanceof Error ? `; the last answer: ${cause.message}` : '';
  throw new Error(`timed out after ${seconds} s waiting for ${what}${last}`, { cause });
}

/** Thrown out of {@link waitFor}: waiting any longer is in vain. */
export class Hopeless extends Error {}
