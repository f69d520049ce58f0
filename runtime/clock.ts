/** A timer that has been set; cancelling one that already ran is harmless. */
export interface Timer {
  cancel(): void;
}

/** Time as everything in certloom sees it, so that tests can turn it by hand. */
export interface Clock {
  now(): Date;
  /** Runs once after so many seconds (fractions and zero are fine). The caller caps long delays; see queue.ts. */
  setTimer(seconds: number, run: () => void): Timer;
}

/** A clock whose {@link MonotonicClock.monotonicSeconds} nobody can set back: for deadlines that must hold. */
export interface MonotonicClock extends Clock {
  /** Seconds since some moment in the past; only differences mean anything. */
  monotonicSeconds(): number;
}

/** `setTimeout` fires at once for anything beyond this. */
const longestTimeoutSeconds = 2 ** 31 / 1000 - 1;

/** The machine's clock. Timers do not keep a process alive that has nothing else to do; see {@link keepAlive}. */
export const systemClock: MonotonicClock = {
  now: () => new Date(),
  monotonicSeconds: () => performance.now() / 1000,
  setTimer(seconds, run) {
    const delay = Math.min(Math.max(seconds, 0), longestTimeoutSeconds) * 1000;
    const timeout = setTimeout(run, delay).unref();
    return { cancel: () => clearTimeout(timeout) };
  },
};

/** Waits; ends early, without an error, when the signal aborts. */
export function wait(clock: Clock, seconds: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal?.aborted === true) return Promise.resolve();
  const finish = (): void => {
    timer.cancel();
    signal?.removeEventListener('abort', finish);
    resolve();
  };
  const timer = clock.setTimer(seconds, finish);
  signal?.addEventListener('abort', finish);
  return promise;
}

/** For work that must go on though nothing but timers is left of it. @returns ends it */
export function keepAlive(): () => void {
  const timer = setInterval(() => {}, longestTimeoutSeconds * 1000);
  return () => clearInterval(timer);
}

/** Negative when the second comes first. */
export function secondsBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1000;
}
