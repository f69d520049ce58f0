import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** Exponential: base, then twice as long each time, up to the maximum, all with some jitter. */
export interface Backoff {
  readonly baseSeconds: number;
  readonly maxSeconds: number;
}

/** What comes after a run. A touch of the key in the meantime runs it again in any case. */
export type Outcome =
  /** All is well; nothing until the key is added again. */
  | { readonly next: 'rest' }
  /** All is well; look again then (or earlier when something changes). */
  | { readonly next: 'after'; readonly seconds: number }
  /** Again at once, without back-off. */
  | { readonly next: 'now' }
  /** It did not work: again after the back-off, or after `seconds` when the other side said when. */
  | { readonly next: 'backoff'; readonly seconds?: number };

export interface QueueOptions {
  /** How many keys run at a time. */
  readonly concurrency: number;
  /** Never runs twice at a time for one key. Throwing counts as `backoff`. */
  readonly run: (key: string) => Promise<Outcome>;
  readonly clock: Clock;
  readonly backoff: Backoff;
  readonly log: Log;
  /** [0, 1), as Math.random. */
  readonly random?: () => number;
}

export interface Queue {
  /** Runs the key soon: once, however often it is added before that. */
  add(key: string): void;
  /** Runs the key after so long; of several wishes the earliest counts. */
  addAfter(key: string, seconds: number): void;
  /** Keys that are due but wait for a worker. */
  readonly length: number;
  /** Starts nothing more, drops what waits, and resolves when the runs in progress have ended. */
  drain(): Promise<void>;
}

export function createQueue(options: QueueOptions): Queue {
  throw new Error('not built yet', { cause: options });
}
