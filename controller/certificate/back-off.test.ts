import { describe, expect } from 'vitest';
import { fc, it } from '@fast-check/vitest';

import { leaf, seen, targetSecretFacts } from '../../test/build/certificate-seen.ts';
import { condition } from '../../test/build/object.ts';
import { restSeconds } from './back-off.ts';

const failedAt = '2026-01-01T00:00:00Z';
const issuing = condition('Issuing', 'False', { reason: 'Failed', observedGeneration: 1 });

function failedTimes(failedIssuanceAttempts: number, more: Parameters<typeof seen>[1] = {}) {
  const status = { lastFailureTime: failedAt, failedIssuanceAttempts, conditions: [issuing] };
  return seen(failedAt, { status, ...more });
}

const hours = 3600;

describe('after a failure, issuance rests', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 8],
    [5, 16],
    [6, 32],
    [7, 32],
    [2000, 32],
  ])('after attempt %i for %i hours', (attempts, expected) => {
    expect(restSeconds(failedTimes(attempts))).toBe(expected * hours);
  });

  it('less and less as time passes', () => {
    const status = { lastFailureTime: failedAt, failedIssuanceAttempts: 1, conditions: [issuing] };

    expect(restSeconds(seen('2026-01-01T00:40:00Z', { status }))).toBe(20 * 60);
    expect(restSeconds(seen('2026-01-01T01:00:00Z', { status }))).toBe(0);
  });

  it('an eighth of the remaining life at most: one day before the end, three hours', () => {
    const secret = targetSecretFacts(leaf('2025-10-01T00:00:00Z', '2026-01-02T00:00:00Z'));

    expect(restSeconds(failedTimes(6, { secret }))).toBe(3 * hours);
    expect(restSeconds(failedTimes(1, { secret }))).toBe(1 * hours);
  });

  it('an hour at most once the certificate has expired', () => {
    const secret = targetSecretFacts(leaf('2025-10-01T00:00:00Z', '2025-12-31T00:00:00Z'));

    expect(restSeconds(failedTimes(6, { secret }))).toBe(1 * hours);
  });

  it.prop([fc.integer({ min: 1, max: 50 }), fc.integer({ min: -1e6, max: 1e7 })])(
    'never longer than an eighth of what is left, but for the last minute',
    (attempts, lifeLeft) => {
      const end = new Date(new Date(failedAt).getTime() + lifeLeft * 1000).toISOString();
      const secret = targetSecretFacts(leaf('2025-01-01T00:00:00Z', end));
      const rest = restSeconds(failedTimes(attempts, { secret }));

      expect(rest).toBeLessThanOrEqual(lifeLeft > 0 ? Math.max(lifeLeft / 8, 60) : hours);
      expect(rest).toBeGreaterThan(0);
    },
  );
});

describe('issuance is tried at once', () => {
  it.each([
    ['when nothing failed', seen(failedAt)],
    ['when the spec was changed since', failedTimes(6, { metadata: { generation: 2 } })],
    [
      'when the issuer or its Secret was changed since',
      failedTimes(6, { issuer: { signsAtOnce: true, changedSinceFailure: true } }),
    ],
    [
      'when resting is switched off',
      failedTimes(6, {
        settings: { backoff: { initialSeconds: 0, maximumSeconds: 0 }, enableCertificateOwnerRef: false },
      }),
    ],
  ])('%s', (_, certificate) => {
    expect(restSeconds(certificate)).toBe(0);
  });
});
