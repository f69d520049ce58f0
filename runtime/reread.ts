import { type Clock, wait } from './clock.ts';

export interface Rereading<Content> {
  readonly read: () => Promise<Content>;
  /** Told of what was read, whether it differs from the last time or not. */
  readonly take: (content: Content) => void;
  /** Told when it could not be read. */
  readonly complain: (error: unknown) => void;
  readonly clock: Clock;
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

/** In seconds, as upstream does: mounted Secrets and ConfigMaps change without telling. */
const everySeconds = 10;

/** Reads files at once and every 10 s. Never rejects. */
export async function reread<Content>(options: Rereading<Content>): Promise<void> {
  const { read, take, complain, clock, signal } = options;
  while (!signal.aborted) {
    try {
      take(await read());
    } catch (error) {
      complain(error);
    }
    await wait(clock, everySeconds, signal);
  }
}
