import { parseDuration } from '../../duration.ts';
import type { Rule } from '../../rule.ts';
import { at, type CertificateRequestCandidate } from '../candidate.ts';

const fiveMinutes = parseDuration('5m');

export const durationIsOfUse: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/duration-is-of-use',
  field: 'spec.duration',
  severity: 'warn',
  source: 'gap R1: the certificate expires before clocks agree that it has begun',
  passes: [at({ spec: { duration: '5m' } }), at({ spec: { duration: '0s' } })],
  fails: [at({ spec: { duration: '1s' } })],
  check({ request: { spec } }, before) {
    if (before || spec.duration === undefined) return [];
    const duration = parseDuration(spec.duration);
    if (duration <= 0n || duration >= fiveMinutes) return [];
    return [{ field: 'spec.duration', kind: 'Invalid', value: spec.duration, detail: 'is less than 5m' }];
  },
};
