import type { MonotonicClock, Timer } from '../../runtime/clock.ts';

interface Waiting {
  readonly dueMs: number;
  readonly run: () => void;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements MonotonicClock {
  #ms: number;
  readonly #waiting = new Set<Waiting>();

  constructor(start: string | Date = '2026-01-01T00:00:00Z') {
    this.#ms = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#ms);
  }

  monotonicSeconds(): number {
    return this.#ms / 1000;
  }

  setTimer(seconds: number, run: () => void): Timer {
    const waiting = { dueMs: this.#ms + Math.max(seconds, 0) * 1000, run };
    this.#waiting.add(waiting);
    return { cancel: () => this.#waiting.delete(waiting) };
  }

  /** How many timers wait. */
  get timers(): number {
    return this.#waiting.size;
  }

  /** Seconds until the next timer is due; `undefined` when none waits. */
  get nextTimerSeconds(): number | undefined {
    const next = this.#next();
    return next && (next.dueMs - this.#ms) / 1000;
  }

  /** Moves on, running the timers that fall due on the way, and lets what they started come to rest. */
  async advance(seconds: number): Promise<void> {
    const end = this.#ms + seconds * 1000;
    await settle();
    for (let next = this.#next(); next && next.dueMs <= end; next = this.#next()) {
      this.#ms = Math.max(this.#ms, next.dueMs);
      this.#waiting.delete(next);
      next.run();
      await settle();
    }
    this.#ms = end;
  }

  #next(): Waiting | undefined {
    let first: Waiting | undefined;
    for (const waiting of this.#waiting) if (!first || waiting.dueMs < first.dueMs) first = waiting;
    return first;
  }
}

/** Lets promises that are ready run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
