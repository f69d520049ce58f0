import type { Clock } from '../runtime/clock.ts';

/**
 * What a call may take from its first byte to its answer, in seconds: upstream's servers cut it at 34, the API server cuts
 * proxied calls at 60, and each call holds one of the few workers of its caller.
 */
export const budgetSeconds = 25;

/** When a call must be over: the time is up, or nobody waits for the answer any more. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Why it came; `undefined` while there is time. */
  readonly passed: 'late' | 'abandoned' | undefined;
  /** The promise's own end, or a rejection when the deadline comes first. */
  race<T>(work: Promise<T>): Promise<T>;
  /** The caller has hung up. */
  abandon(): void;
  /** The call is over: stops the timer. */
  clear(): void;
}

export function startDeadline(clock: Clock, seconds: number): Deadline {
  const controller = new AbortController();
  const { promise: over, reject } = Promise.withResolvers<never>();
  over.catch(() => {}); // nobody may be racing it
  let passed: Deadline['passed'];
  const pass = (how: 'late' | 'abandoned'): void => {
    passed ??= how;
    controller.abort();
    reject(new Error(`the deadline has come: ${passed}`));
  };
  const timer = clock.setTimer(seconds, () => pass('late'));
  return {
    signal: controller.signal,
    get passed() {
      return passed;
    },
    race: (work) => Promise.race([work, over]),
    abandon: () => pass('abandoned'),
    clear: () => timer.cancel(),
  };
}
