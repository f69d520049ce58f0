import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock, Timer } from './clock.ts';
import { type Urgency, createLanes } from './lanes.ts';
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
  /** Asked when a key is added; all alike when left out. */
  readonly urgency?: (key: string) => Urgency;
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
  /** Runs the key after so long (at most {@link longestDelaySeconds}); of several wishes the earliest counts. */
  addAfter(key: string, seconds: number): void;
  /** Keys that are due but wait for a worker. */
  readonly length: number;
  /** Starts nothing more, drops what waits, and resolves when the runs in progress have ended. */
  drain(): Promise<void>;
}

/** Longer delays end early and the key looks again: timers are never trusted for days. */
export const longestDelaySeconds = 12 * 3600;

/** Nobody is looked at again sooner than that, whatever `Retry-After: 0` and deadlines just missed ask for. */
const shortestDelaySeconds = 0.25;

/**
 * A run that failed and was touched meanwhile starts again at once, since what touched it may be the cure; but not more
 * often than this in a row, since the touch may be its own doing.
 */
const hurriedRetries = 3;

/**
 * Runs that begin before others than this queue have their turn: what is looked at from memory alone would otherwise hold up
 * watches, probes and the lease until the last of ten thousand objects has been seen.
 */
const startsInATurn = 16;

/** What is known of a key that runs, waits or has failed. */
interface Entry {
  state: 'idle' | 'queued' | 'running';
  touchedWhileRunning: boolean;
  failures: number;
  hurried: number;
  /** The earliest {@link Queue.addAfter}. */
  wish?: { readonly dueMs: number; readonly timer: Timer } | undefined;
  /** What the last run asked for; a new run replaces it. */
  look?: Timer | undefined;
}

/** A work queue: one run per key at a time, never lost, never doubled. */
export function createQueue(options: QueueOptions): Queue {
  return new KeyedQueue(options);
}

class KeyedQueue implements Queue {
  readonly #options: QueueOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #queued = createLanes();
  /** A run belongs to nobody who added its key: what is known of his run (see engine.ts) must not reach it. */
  readonly #outside = AsyncLocalStorage.snapshot();
  readonly #drained = Promise.withResolvers<void>();
  #running = 0;
  #startsInTurn = 0;
  #stopped = false;
  #pumping = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get length(): number {
    return this.#queued.length;
  }

  add(key: string): void {
    if (this.#stopped) return;
    const entry = this.#entryOf(key);
    if (entry.state === 'running') {
      entry.touchedWhileRunning = true;
      return;
    }
    entry.state = 'queued';
    this.#queued.add(key, this.#options.urgency?.(key) ?? 0);
    this.#pumpSoon();
  }

  addAfter(key: string, seconds: number): void {
    if (this.#stopped) return;
    const { clock } = this.#options;
    const entry = this.#entryOf(key);
    const delay = Math.min(Math.max(seconds, 0), longestDelaySeconds);
    const dueMs = clock.now().getTime() + delay * 1000;
    if (entry.wish !== undefined && entry.wish.dueMs <= dueMs) return;
    entry.wish?.timer.cancel();
    const timer = clock.setTimer(delay, () => {
      entry.wish = undefined;
      this.add(key);
    });
    entry.wish = { dueMs, timer };
  }

  drain(): Promise<void> {
    this.#stopped = true;
    this.#queued.clear();
    for (const { wish, look } of this.#entries.values()) {
      wish?.timer.cancel();
      look?.cancel();
    }
    this.#entries.clear();
    if (this.#running === 0) this.#drained.resolve();
    return this.#drained.promise;
  }

  #entryOf(key: string): Entry {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const entry: Entry = { state: 'idle', touchedWhileRunning: false, failures: 0, hurried: 0 };
    this.#entries.set(key, entry);
    return entry;
  }

  /** Later in the same turn, so that a burst of changes starts one run; in the next one when this turn has seen enough. */
  #pumpSoon(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    const pump = (): void => this.#outside(() => this.#pump());
    if (this.#startsInTurn < startsInATurn) queueMicrotask(pump);
    else setImmediate(pump);
  }

  #pump(): void {
    this.#pumping = false;
    while (this.#running < this.#options.concurrency) {
      const key = this.#queued.take();
      if (key === undefined) return;
      this.#countStart();
      void this.#start(key, this.#entryOf(key));
    }
  }

  #countStart(): void {
    if (this.#startsInTurn === 0) setImmediate(() => (this.#startsInTurn = 0));
    this.#startsInTurn += 1;
  }

  async #start(key: string, entry: Entry): Promise<void> {
    entry.state = 'running';
    entry.look?.cancel();
    entry.look = undefined;
    this.#running += 1;
    const outcome = await this.#run(key);
    this.#running -= 1;
    entry.state = 'idle';
    if (this.#stopped) {
      if (this.#running === 0) this.#drained.resolve();
      return;
    }
    this.#follow(key, entry, outcome);
    if (isForgettable(entry)) this.#entries.delete(key);
    this.#pumpSoon();
  }

  async #run(key: string): Promise<Outcome> {
    try {
      return await this.#options.run(key);
    } catch (error) {
      this.#options.log.error({ err: error, object: key }, 'Run ended with an unexpected error');
      return { next: 'backoff' };
    }
  }

  #follow(key: string, entry: Entry, outcome: Outcome): void {
    const touched = entry.touchedWhileRunning;
    entry.touchedWhileRunning = false;
    entry.failures = failuresAfter(entry.failures, outcome);
    entry.hurried = outcome.next === 'backoff' && touched ? entry.hurried + 1 : 0;
    if (outcome.next === 'now' || (touched && entry.hurried <= hurriedRetries)) return this.add(key);
    const seconds = this.#delayAfter(outcome, entry.failures);
    if (seconds === undefined) return undefined;
    const delay = Math.min(Math.max(seconds, shortestDelaySeconds), longestDelaySeconds);
    entry.look = this.#options.clock.setTimer(delay, () => {
      entry.look = undefined;
      this.add(key);
    });
  }

  #delayAfter(outcome: Outcome, failures: number): number | undefined {
    if (outcome.next === 'after') return outcome.seconds;
    if (outcome.next !== 'backoff') return undefined;
    const { backoff, random = Math.random } = this.#options;
    return outcome.seconds ?? backoffSeconds(backoff, failures, random());
  }
}

function failuresAfter(failures: number, { next }: Outcome): number {
  if (next === 'backoff') return failures + 1;
  return next === 'now' ? failures : 0;
}

function isForgettable({ state, failures, wish, look }: Entry): boolean {
  return state === 'idle' && failures === 0 && wish === undefined && look === undefined;
}

/** The delay after so many failures in a row: never above the maximum, and up to a quarter shorter than the doubling. */
export function backoffSeconds(
  { baseSeconds, maxSeconds }: Backoff,
  failures: number,
  random: number,
): number {
  const doubled = baseSeconds * 2 ** Math.min(Math.max(failures - 1, 0), 40);
  return Math.min(doubled, maxSeconds) * (1 - random / 4);
}
