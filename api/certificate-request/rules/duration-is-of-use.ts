import { fiveMinutes, statedDuration } from '../../certificate/lifetimes.ts';
import type { Rule } from '../../rule.ts';
import { at, type CertificateRequestCandidate } from '../candidate.ts';

export const durationIsOfUse: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/duration-is-of-use',
  field: 'spec.duration',
  severity: 'warn',
  source: 'gap R1: the certificate expires before clocks agree that it has begun',
  passes: [at({ spec: { duration: '5m' } }), at({ spec: { duration: '0s' } })],
  fails: [at({ spec: { duration: '1s' } })],
  check({ request: { spec } }, before) {
    const duration = statedDuration(spec.duration);
    if (before || duration === undefined || duration <= 0n || duration >= fiveMinutes) return [];
    return [
      { field: 'spec.duration', kind: 'Invalid', value: spec.duration ?? '', detail: 'is less than 5m' },
    ];
  },
};
