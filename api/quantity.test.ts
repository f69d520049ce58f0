import { describe, expect, it } from 'vitest';

import { quantity } from './quantity.ts';

describe('a quantity', () => {
  it.each([
    ['500m', 0.5],
    ['64Mi', 64 * 2 ** 20],
    ['1', 1],
    [67_108_864, 64 * 2 ** 20],
    ['1e3', 1000],
    ['2E', 2e18],
    ['.5k', 500],
    ['-1.5Gi', -1.5 * 2 ** 30],
  ])('%s is %d', (text, number) => {
    expect(quantity(text)).toBe(number);
  });

  it.each(['', '1 core', 'Mi', '1mi', '1ki'])('%j is none', (text) => {
    expect(quantity(text)).toBeUndefined();
  });
});
