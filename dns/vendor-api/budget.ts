import type { Clock } from '../../runtime/clock.ts';

/** The time that one call of a provider has for everything it does. */
export interface Budget {
  /** Negative once it is used up. */
  secondsLeft(): number;
  /** Negative when there is no time for a request any more. */
  secondsToWait(): number;
  /** Whether there is time for waiting that long and for a request after it. */
  hasTimeFor(seconds: number): boolean;
}

/** The API server cuts a proxied call at 60 s, upstream's solvers at 34 s; everything together stays below 25 s. */
const budgetSeconds = 20;
const leastRequestSeconds = 2;

export function startBudget(clock: Clock): Budget {
  const endsAt = clock.now().getTime() + budgetSeconds * 1000;
  const secondsLeft = (): number => (endsAt - clock.now().getTime()) / 1000;
  const secondsToWait = (): number => secondsLeft() - leastRequestSeconds;
  return { secondsLeft, secondsToWait, hasTimeFor: (seconds) => secondsToWait() >= seconds };
}
