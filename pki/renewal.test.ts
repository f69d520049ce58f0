import { fc, it as given } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { renewalTime } from './renewal.ts';

const day = 24 * 3600;

function valid(from: string, to: string): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(from), notAfter: new Date(to) };
}

describe('a certificate valid for 90 days from 1 January', () => {
  const leaf = valid('2026-01-01', '2026-04-01');

  it.each([
    ['after two thirds of its life', {}, '2026-03-02'],
    ['ten days before its end when that is asked for', { renewBeforeSeconds: 10 * day }, '2026-03-22'],
    [
      'after two thirds when the margin is longer than its life',
      { renewBeforeSeconds: 100 * day },
      '2026-03-02',
    ],
    ['after two thirds when the margin is its life', { renewBeforeSeconds: 90 * day }, '2026-03-02'],
    ['when a tenth of its life remains', { renewBeforePercentage: 10 }, '2026-03-23'],
    ['after two thirds when the percentage is none', { renewBeforePercentage: 100 }, '2026-03-02'],
    [
      'by the margin when both are stated',
      { renewBeforeSeconds: day, renewBeforePercentage: 10 },
      '2026-03-31',
    ],
  ])('is renewed %s', (_, wanted, expected) => {
    expect(renewalTime(leaf, wanted)).toEqual(new Date(expected));
  });
});

describe('a certificate valid for an hour', () => {
  const leaf = valid('2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z');

  it('is renewed at minute 45 when a quarter shall remain', () => {
    expect(renewalTime(leaf, { renewBeforePercentage: 25 })).toEqual(new Date('2026-01-01T00:45:00Z'));
  });

  it('is renewed at the whole second before', () => {
    expect(renewalTime(leaf, { renewBeforeSeconds: 0.5 })).toEqual(new Date('2026-01-01T00:59:59Z'));
  });
});

describe('every certificate', () => {
  const seconds = fc.integer({ min: 1, max: 100 * 365 * day });
  const margins = fc.record(
    { renewBeforeSeconds: fc.double(), renewBeforePercentage: fc.integer() },
    { requiredKeys: [] },
  );

  given.prop([seconds, seconds, margins])(
    'is renewed at a whole second of its life',
    (start, life, wanted) => {
      const notBefore = new Date(start * 1000);
      const notAfter = new Date((start + life) * 1000);

      const at = renewalTime({ notBefore, notAfter }, wanted).getTime();

      expect(at % 1000).toBe(0);
      expect(at).toBeGreaterThanOrEqual(notBefore.getTime());
      expect(at).toBeLessThanOrEqual(notAfter.getTime());
    },
  );
});
