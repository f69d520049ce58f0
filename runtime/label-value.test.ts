import { describe, expect, it } from 'vitest';
import { createBoundedLabel, wordOr } from './label-value.ts';

describe('values of labels that come from outside', () => {
  it('are words', () => {
    expect(wordOr('RequestLimitExceeded', 'other')).toBe('RequestLimitExceeded');
    expect(wordOr('no code: "a sentence"', 'other')).toBe('other');
    expect(wordOr(undefined, 'other')).toBe('other');
  });

  it('are few: those that come late are not told apart', () => {
    const label = createBoundedLabel(2);

    expect(['a', 'b', 'c', 'a', 'd'].map(label)).toEqual(['a', 'b', 'other', 'a', 'other']);
  });
});
