import { describe, expect, it } from 'vitest';

import { certificate } from '../../test/build/certificate.ts';
import { createRetries } from './retries.ts';

const failedAt = (failedIssuanceAttempts: number) =>
  certificate({ status: { lastFailureTime: '2026-01-01T00:00:00Z', failedIssuanceAttempts } });

describe('a certificate whose issuer changes', () => {
  it('may try again at once when its last attempt had failed by then', () => {
    const retries = createRetries();
    retries.allow(failedAt(1));

    expect(retries.isAllowed(failedAt(1))).toBe(true);
  });

  it('may not when it fails afterwards, even within the same second', () => {
    const retries = createRetries();
    retries.allow(certificate());
    expect(retries.isAllowed(failedAt(1))).toBe(false);

    retries.allow(failedAt(1));
    expect(retries.isAllowed(failedAt(2))).toBe(false);
  });

  it('is forgotten when it is gone', () => {
    const retries = createRetries();
    retries.allow(failedAt(1));
    retries.forget(failedAt(1));

    expect(retries.isAllowed(failedAt(1))).toBe(false);
  });
});
