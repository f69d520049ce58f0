import { describe, expect, it } from 'vitest';

import { createPolls, secondsUntil } from './polls.ts';

const start = new Date('2026-01-01T12:00:00Z');

function after(seconds: number): Date {
  return new Date(start.getTime() + seconds * 1000);
}

describe('asking again and again', () => {
  it('waits twice as long each time, up to the longest', () => {
    const polls = createPolls<string>({ firstSeconds: 0.5, maxSeconds: 2 });

    const waits = [1, 2, 3, 4].map(() => secondsUntil(polls.note('order', 'pending', start).dueAt, start));

    expect(waits).toEqual([0.5, 1, 2, 2]);
  });

  it('gives the last answer while it is too early, and none once it is time', () => {
    const polls = createPolls<string>({ firstSeconds: 1, maxSeconds: 10 });
    polls.note('order', 'pending', start);

    expect(polls.early('order', after(0.9))?.answer).toBe('pending');
    expect(polls.early('order', after(1))).toBeUndefined();
  });

  it('obeys what the server said to the second', () => {
    const polls = createPolls<string>({ firstSeconds: 1, maxSeconds: 10 });
    polls.note('order', 'processing', start, 25);

    expect(polls.early('order', after(24.9))).toBeDefined();
    expect(polls.early('order', after(25))).toBeUndefined();
  });

  it('starts anew for what was forgotten', () => {
    const polls = createPolls<string>({ firstSeconds: 1, maxSeconds: 10 });
    polls.note('order', 'pending', start);
    polls.note('order', 'pending', start);
    polls.forget('order');

    expect(secondsUntil(polls.note('order', 'pending', start).dueAt, start)).toBe(1);
  });
});
