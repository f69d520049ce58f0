/** How long to wait for an answer to change when the server does not say: quick at first, then slower. */
export interface PollPace {
  readonly firstSeconds: number;
  readonly maxSeconds: number;
}

/** The last answer about something, and when to ask again. */
export interface Poll<Answer> {
  readonly answer: Answer;
  readonly dueAt: Date;
}

/**
 * Remembers when the CA (or DNS) may be asked again about what, so that nobody sleeps and no wake-up asks too often.
 * Lost with the process: then asking once more is right.
 */
export interface Polls<Answer> {
  /** The last answer while it is too early to ask again. */
  early(key: string, now: Date): Poll<Answer> | undefined;
  /** Whether anything was noted for the key. */
  has(key: string): boolean;
  /** @param retryAfterSeconds as the server said; without it each wait is twice the one before */
  note(key: string, answer: Answer, now: Date, retryAfterSeconds?: number): Poll<Answer>;
  forget(key: string): void;
}

export function createPolls<Answer>({ firstSeconds, maxSeconds }: PollPace): Polls<Answer> {
  const polls = new Map<string, Poll<Answer> & { readonly paceSeconds: number }>();
  return {
    early(key, now) {
      const poll = polls.get(key);
      return poll !== undefined && now < poll.dueAt ? poll : undefined;
    },
    has: (key) => polls.has(key),
    note(key, answer, now, retryAfterSeconds) {
      const before = polls.get(key)?.paceSeconds;
      const paceSeconds = before === undefined ? firstSeconds : Math.min(before * 2, maxSeconds);
      const dueAt = new Date(now.getTime() + (retryAfterSeconds ?? paceSeconds) * 1000);
      const poll = { answer, dueAt, paceSeconds };
      polls.set(key, poll);
      return poll;
    },
    forget: (key) => void polls.delete(key),
  };
}

/** Seconds until then, at least 0. */
export function secondsUntil(dueAt: Date, now: Date): number {
  return Math.max(0, (dueAt.getTime() - now.getTime()) / 1000);
}
