import QuickLRU from 'quick-lru';
import type { Clock } from '../runtime/clock.ts';

interface Entry<Answer> {
  readonly answer: Answer;
  readonly until: number;
}

/**
 * Remembers answers for a short while, so that a burst of calls does not become a burst of reviews. Errors are not
 * remembered.
 *
 * @param seconds 10 in kube-apiserver's own delegation: how long a right may outlive its withdrawal
 */
export function createRemembered<Answer>(
  clock: Clock,
  seconds: number,
): (key: string, ask: () => Promise<Answer>) => Promise<Answer> {
  const entries = new QuickLRU<string, Entry<Answer>>({ maxSize: 1000 });
  return async (key, ask) => {
    const entry = entries.get(key);
    if (entry !== undefined && clock.now().getTime() < entry.until) return entry.answer;
    const answer = await ask();
    entries.set(key, { answer, until: clock.now().getTime() + seconds * 1000 });
    return answer;
  };
}
