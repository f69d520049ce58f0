import type { Clock } from '../runtime/clock.ts';

/**
 * What a call may take from its first byte to its answer, in seconds: upstream's servers cut it at 34, the API server cuts
 * proxied calls at 60, and each call holds one of the few workers of its caller.
 */
export const budgetSeconds = 25;

/** When a call must be over: the time is up, or nobody waits for the answer any more. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** The promise's own end, or a rejection when the deadline comes first. */
  race<T>(work: Promise<T>): Promise<T>;
  /** The caller has hung up. */
  abandon(): void;
  /** The call is over: stops the timer. */
  clear(): void;
}

export function startDeadline(clock: Clock, seconds: number): Deadline {
  const controller = new AbortController();
  const { signal } = controller;
  const { promise: passed, reject } = Promise.withResolvers<never>();
  passed.catch(() => {}); // nobody may be racing it
  signal.addEventListener('abort', () => reject(new Error('the deadline has passed')));
  const timer = clock.setTimer(seconds, () => controller.abort());
  return {
    signal,
    race: (work) => Promise.race([work, passed]),
    abandon: () => controller.abort(),
    clear: () => timer.cancel(),
  };
}
