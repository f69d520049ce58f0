import { describe, expect, it } from 'vitest';
import type { CertificateSpec } from '../../api/certificate/certificate.ts';
import { certificate } from '../../test/build/certificate.ts';
import { plannedRenewal } from './planned-renewal.ts';

/** 90 days: a third before the end is 2 March. */
const leaf = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-04-01T00:00:00Z') };

function planned(renewal: CertificateSpec['renewal']): string | undefined {
  const spec = { ...certificate().spec, ...(renewal && { renewal }) };
  return plannedRenewal(spec, leaf)?.toISOString();
}

describe('a Certificate', () => {
  it('without words about its renewal is renewed a third before its end', () => {
    expect(planned(undefined)).toBe('2026-03-02T00:00:00.000Z');
  });

  it('is never renewed when it says so', () => {
    expect(planned({ policy: 'Disabled' })).toBeUndefined();
  });

  it('with windows is renewed in one', () => {
    const windows = [{ cron: '30 2 * * sat', timezone: 'Asia/Shanghai', windowDuration: '2h' }];

    expect(planned({ policy: 'RenewBefore', windows })).toBe('2026-03-06T18:30:00.000Z');
  });

  it('with a window every so often is renewed in one', () => {
    const windows = [{ cron: '@every 7h', windowDuration: '1h' }];

    expect(planned({ policy: 'RenewBefore', windows })).toBe('2026-03-02T01:00:00.000Z');
  });

  it.each([
    ['cron', { cron: '61 * * * *', windowDuration: '1h' }],
    ['place', { cron: '0 2 * * *', windowDuration: '1h', timezone: 'Mars/Olympus' }],
    ['length', { cron: '0 2 * * *', windowDuration: '0s' }],
  ])('with a window whose %s means nothing is renewed as without', (_, window) => {
    expect(planned({ policy: 'RenewBefore', windows: [window] })).toBe('2026-03-02T00:00:00.000Z');
  });
});
