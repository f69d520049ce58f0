import { Registry } from '@prometheus-io/client';
import { describe, expect, it } from 'vitest';

import { busy, fine } from '../../test/build/certificate-seen.ts';
import { certificate } from '../../test/build/certificate.ts';
import { condition } from '../../test/build/object.ts';
import { createIssuanceMetrics, endOfIssuance } from './issuance-metrics.ts';

/** Ten seconds after the status `busy` says that it began. */
const now = new Date('2026-01-01T00:00:10Z');
const refused = {
  ...busy(1),
  conditions: [condition('Issuing', 'False', { reason: 'Failed' })],
  failedIssuanceAttempts: 1,
};

describe('from one status to the next an issuance', () => {
  it.each([
    ['ends well', busy(1), fine, { outcome: 'issued', seconds: 10 }],
    ['fails', busy(1), refused, { outcome: 'failed', reason: 'Failed' }],
    [
      'fails once more',
      refused,
      { ...refused, failedIssuanceAttempts: 2 },
      { outcome: 'failed', reason: 'Failed' },
    ],
    ['begins', undefined, busy(1), undefined],
    ['goes on', busy(1), busy(1), undefined],
    ['was over before', fine, fine, undefined],
    ['never was: a Secret was adopted', undefined, fine, undefined],
  ] as const)('%s', (_, before, after, end) => {
    expect(endOfIssuance(before, after, now)).toEqual(end);
  });
});

describe('the metrics of issuances', () => {
  it('name the issuer as it is meant, and no Certificate', async () => {
    const registry = new Registry();
    const count = createIssuanceMetrics(registry);
    count(certificate({ status: busy(1) }), fine, now);
    count(certificate({ status: busy(1) }), refused, now);

    const text = await registry.metrics();
    const issuer = 'issuer_kind="Issuer",issuer_group="cert-manager.io"';
    expect(text).toContain(
      `certloom_issuances_total{${issuer},issuer_name="ca",outcome="issued",reason=""} 1`,
    );
    expect(text).toContain(`issuer_name="ca",outcome="failed",reason="Failed"} 1`);
    expect(text).toContain(`certloom_issuance_duration_seconds_bucket{le="10",${issuer}} 1`);
    expect(text).toContain(`certloom_issuance_duration_seconds_count{${issuer}} 1`);
    expect(text).not.toContain('shop');
  });
});
