import { describe, expect, it } from 'vitest';

import { minute, relative } from './relative-time.ts';

const now = new Date('2026-03-02T12:00:00Z');

describe('an instant in words', () => {
  it.each([
    ['2026-03-02T12:00:59Z', 'now'],
    ['2026-03-02T12:01:00Z', 'in 1 minute'],
    ['2026-03-02T13:59:00Z', 'in 119 minutes'],
    ['2026-03-02T10:00:00Z', '2 hours ago'],
    ['2026-03-03T18:00:00Z', 'in 30 hours'],
    ['2026-02-22T12:00:00Z', '8 days ago'],
    ['2027-06-02T12:00:00Z', 'in 457 days'],
    ['2036-03-02T12:00:00Z', 'in 10 years'],
  ])('%s is %s', (at, words) => {
    expect(relative(new Date(at), now)).toBe(words);
  });

  it('is exact to the minute, in UTC', () => {
    expect(minute(now)).toBe('2026-03-02 12:00Z');
  });
});
