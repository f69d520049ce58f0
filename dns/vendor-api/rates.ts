/** How often an API may be called. */
export interface Rate {
  readonly perSecond: number;
  /** How many calls may come at once after a pause. Default: those of one second. */
  readonly burst?: number;
}

/** Token buckets, so that a burst of challenges does not use up what an account may do elsewhere. */
export interface Rates {
  /**
   * Counts a call.
   *
   * @param mostSeconds how long the caller can wait
   * @returns how long to wait before the call, in seconds; `undefined` when that is too long: it is not counted
   */
  reserve(key: string, rate: Rate, now: Date, mostSeconds: number): number | undefined;
}

/** More buckets than accounts that anybody has; full ones are forgotten first. */
const mostBuckets = 1000;

export function createRates(): Rates {
  /** When the bucket will be full again, in seconds. */
  const fullAt = new Map<string, number>();
  return {
    reserve(key, { perSecond, burst = perSecond }, now, mostSeconds) {
      const seconds = now.getTime() / 1000;
      const next = Math.max(fullAt.get(key) ?? 0, seconds) + 1 / perSecond;
      const wait = Math.max(0, next - seconds - burst / perSecond);
      if (wait > mostSeconds) return undefined;
      if (fullAt.size >= mostBuckets) forgetFull(fullAt, seconds);
      fullAt.set(key, next);
      return wait;
    },
  };
}

function forgetFull(fullAt: Map<string, number>, seconds: number): void {
  for (const [key, at] of fullAt) if (at <= seconds) fullAt.delete(key);
}
