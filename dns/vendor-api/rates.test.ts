import { describe, expect, it } from 'vitest';
import { createRates } from './rates.ts';

const at = (seconds: number): Date => new Date(1_700_000_000_000 + seconds * 1000);

describe('a rate of four calls in a second', () => {
  const rate = { perSecond: 4 };

  it('lets four through at once, and then one every quarter of a second', () => {
    const rates = createRates();

    const waits = Array.from({ length: 6 }, () => rates.reserve('account', rate, at(0), 10));

    expect(waits).toEqual([0, 0, 0, 0, 0.25, 0.5]);
  });

  it('forgives after a pause', () => {
    const rates = createRates();
    for (let call = 0; call < 8; call += 1) rates.reserve('account', rate, at(0), 10);

    expect(rates.reserve('account', rate, at(1), 10)).toBe(0.25);
    expect(rates.reserve('account', rate, at(3), 10)).toBe(0);
  });

  it('is each account’s own', () => {
    const rates = createRates();
    for (let call = 0; call < 8; call += 1) rates.reserve('one', rate, at(0), 10);

    expect(rates.reserve('another', rate, at(0), 10)).toBe(0);
  });

  it('does not count who cannot wait that long', () => {
    const rates = createRates();
    for (let call = 0; call < 8; call += 1) rates.reserve('account', rate, at(0), 10);

    expect(rates.reserve('account', rate, at(0), 1)).toBeUndefined();
    expect(rates.reserve('account', rate, at(0), 2)).toBe(1.25);
  });
});

describe('a rate with a reserve', () => {
  it('lets that many through at once', () => {
    const rates = createRates();
    const rate = { perSecond: 3, burst: 200 };

    const waits = Array.from({ length: 203 }, () => rates.reserve('account', rate, at(0), 10) ?? 99);

    expect(waits.findIndex((wait) => wait > 0)).toBe(200);
    expect(waits[202]).toBeCloseTo(1, 3);
  });
});
