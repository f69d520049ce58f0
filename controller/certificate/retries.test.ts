import { describe, expect, it } from 'vitest';

import { certificate } from '../../test/build/certificate.ts';
import { condition } from '../../test/build/object.ts';
import { issuer } from '../../test/build/issuer.ts';
import { createRetries, isReadySince } from './retries.ts';

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

describe('an issuer that we meet after an attempt failed at noon', () => {
  const noon = '2026-03-01T12:00:00Z';
  const restored = { creationTimestamp: '2026-03-01T15:00:00Z' };
  const readySince = (lastTransitionTime: string, status: 'True' | 'False' = 'True') =>
    issuer({
      metadata: restored,
      status: { conditions: [condition('Ready', status, { lastTransitionTime })] },
    });

  it('may have been mended when it became ready since', () => {
    expect(isReadySince(readySince('2026-03-01T13:00:00Z'), noon)).toBe(true);
  });

  it('is as it was when it was only restored from a backup since', () => {
    expect(isReadySince(readySince('2026-03-01T11:00:00Z'), noon)).toBe(false);
  });

  it('is of no use while it is not ready', () => {
    expect(isReadySince(readySince('2026-03-01T13:00:00Z', 'False'), noon)).toBe(false);
    expect(isReadySince(issuer({ metadata: restored }), noon)).toBe(false);
  });
});
