import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock, settle } from '../test/build/manual-clock.ts';
import { silentLog } from './log.ts';
import { createQueue, type Outcome, type Queue } from './queue.ts';

/**
 * What a queue promises, watched from outside: no key runs twice at a time, no more run than there are workers, every
 * run has a reason that came after the run before it began, and no reason is left without a run.
 */
class Watcher {
  readonly clock = new ManualClock();
  readonly queue: Queue;
  readonly #concurrency: number;
  readonly #open = new Map<string, (outcome: Outcome) => void>();
  /** Due now, and no run has begun since. */
  readonly #due = new Set<string>();
  /** Instants at which keys fall due: of `addAfter`, and of the last run's own wish. */
  readonly #wishes = new Map<string, number>();
  readonly #looks = new Map<string, { readonly fromMs: number; readonly toMs: number }>();
  #failures = new Map<string, number>();
  #hurried = new Map<string, number>();

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
    this.queue = createQueue({
      concurrency,
      run: (key) => this.#began(key),
      clock: this.clock,
      backoff: { baseSeconds: 2, maxSeconds: 20 },
      log: silentLog,
    });
  }

  get openKeys(): string[] {
    return [...this.#open.keys()];
  }

  add(key: string): void {
    this.#due.add(key);
    this.queue.add(key);
  }

  addAfter(key: string, seconds: number): void {
    const at = this.clock.now().getTime() + seconds * 1000;
    this.#wishes.set(key, Math.min(at, this.#wishes.get(key) ?? Infinity));
    this.queue.addAfter(key, seconds);
  }

  async end(key: string, outcome: Outcome): Promise<void> {
    this.#expect(key, outcome);
    this.#open.get(key)?.(outcome);
    this.#open.delete(key);
    await settle();
    this.#check();
  }

  async advance(seconds: number): Promise<void> {
    await this.clock.advance(seconds);
    this.#check();
  }

  /** What the outcome of a run makes of its key. */
  #expect(key: string, outcome: Outcome): void {
    const failed = outcome.next === 'backoff';
    const failures = failed ? (this.#failures.get(key) ?? 0) + 1 : 0;
    if (outcome.next !== 'now') this.#failures.set(key, failures);
    const hurried = failed && this.#due.has(key) ? (this.#hurried.get(key) ?? 0) + 1 : 0;
    this.#hurried.set(key, hurried);
    if (outcome.next === 'now') this.#due.add(key);
    else if (hurried > 3) this.#due.delete(key);
    if (!this.#due.has(key)) this.#expectLook(key, outcome, failures);
  }

  #expectLook(key: string, outcome: Outcome, failures: number): void {
    const now = this.clock.now().getTime();
    if (outcome.next === 'backoff') {
      const fullMs = Math.min(2 * 2 ** (failures - 1), 20) * 1000;
      this.#looks.set(key, { fromMs: now + fullMs * 0.75 - 1, toMs: now + fullMs });
    } else if (outcome.next === 'after') {
      const at = now + outcome.seconds * 1000;
      this.#looks.set(key, { fromMs: at, toMs: at });
    }
  }

  #began(key: string): Promise<Outcome> {
    if (this.#open.has(key)) throw new Error(`${key} runs twice at a time`);
    if (this.#open.size >= this.#concurrency) throw new Error('more runs than workers');
    this.#expire();
    const look = this.#looks.get(key);
    const now = this.clock.now().getTime();
    if (!this.#due.delete(key) && !(look && look.fromMs <= now))
      throw new Error(`${key} runs without a reason`);
    this.#looks.delete(key);
    return new Promise((resolve) => this.#open.set(key, resolve));
  }

  /** Wishes and looks whose time has come are reasons to run. */
  #expire(): void {
    const now = this.clock.now().getTime();
    for (const [key, at] of this.#wishes) if (at <= now && this.#wishes.delete(key)) this.#due.add(key);
    for (const [key, { toMs }] of this.#looks) {
      if (toMs < now && this.#looks.delete(key)) this.#due.add(key);
    }
  }

  /** Whoever is due runs or waits for a worker. */
  #check(): void {
    this.#expire();
    const waiting = [...this.#due].filter((key) => !this.#open.has(key));
    if (waiting.length > 0 && this.#open.size < this.#concurrency) {
      throw new Error(`${waiting.join()} forgotten while a worker is free`);
    }
  }
}

const keys = fc.constantFrom('a', 'b', 'c', 'd');
const outcomes: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constant<Outcome>({ next: 'rest' }),
  fc.constant<Outcome>({ next: 'now' }),
  fc.constant<Outcome>({ next: 'backoff' }),
  fc.integer({ min: 1, max: 30 }).map((seconds): Outcome => ({ next: 'after', seconds })),
);
type Step = (watcher: Watcher) => Promise<void>;
const steps: fc.Arbitrary<Step> = fc.oneof(
  keys.map((key): Step => async (watcher) => {
    watcher.add(key);
    await settle();
  }),
  fc.tuple(keys, fc.integer({ min: 1, max: 40 })).map(([key, seconds]): Step => async (watcher) => {
    watcher.addAfter(key, seconds);
    await settle();
  }),
  fc.tuple(fc.nat(), outcomes).map(([pick, outcome]): Step => async (watcher) => {
    const open = watcher.openKeys;
    const key = open[pick % open.length];
    if (key !== undefined) await watcher.end(key, outcome);
  }),
  fc.integer({ min: 1, max: 25 }).map(
    (seconds): Step =>
      (watcher) =>
        watcher.advance(seconds),
  ),
);

describe('a queue under any order of touches, delays and outcomes', () => {
  it('keeps its promises', async () => {
    const story = fc.array(steps, { maxLength: 40 });
    const promises = fc.asyncProperty(fc.integer({ min: 1, max: 3 }), story, async (workers, told) => {
      const watcher = new Watcher(workers);
      for (const step of told) await step(watcher);
      for (let [key] = watcher.openKeys; key !== undefined; [key] = watcher.openKeys) {
        await watcher.end(key, { next: 'rest' });
      }
      await watcher.advance(100);
    });

    await expect(fc.assert(promises, { numRuns: 300 })).resolves.toBeUndefined();
  });
});
