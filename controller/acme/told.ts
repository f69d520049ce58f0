import type { Failure } from '../../api/failure.ts';

/** The first failure in a row is not told: most are over before anybody could read of them. */
const toldAttempts = 2;

/** A wait of this length is worth a line in status at once. */
const longWaitSeconds = 30;

/**
 * Whether a failure that will be tried again belongs into status: every line there is a write, and one more to take it
 * away.
 *
 * @param attempts failures in a row, this one included
 */
export function isTold(failure: Failure, attempts: number): boolean {
  const waitsLong = (failure.retryAfterSeconds ?? 0) >= longWaitSeconds;
  return !failure.retry || waitsLong || attempts >= toldAttempts;
}
