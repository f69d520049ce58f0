import type { MonotonicClock } from './clock.ts';
import type { Check } from './health.ts';

/** As far as upstream lets the clocks drift apart. */
const defaultLimitSeconds = 300;

/**
 * A liveness check: fails when the wall clock was set, or the machine slept, for so long that timers and dates no longer
 * agree. A restart sets every timer anew.
 */
export function clockCheck(clock: MonotonicClock, limitSeconds = defaultLimitSeconds): Check {
  const difference = (): number => clock.now().getTime() / 1000 - clock.monotonicSeconds();
  const atStart = difference();
  return () =>
    Math.abs(difference() - atStart) > limitSeconds
      ? 'the wall clock and the monotonic clock have drifted apart'
      : undefined;
}
