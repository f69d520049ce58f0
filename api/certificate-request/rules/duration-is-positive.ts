import { statedDuration } from '../../certificate/lifetimes.ts';
import { isLong } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { at, type CertificateRequestCandidate } from '../candidate.ts';

export const durationIsPositive: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/duration-is-positive',
  field: 'spec.duration',
  severity: 'deny',
  source: 'gap R1: an issuer signs a certificate that has expired already',
  passes: [at({ spec: { duration: '1h' } }), at()],
  fails: [at({ spec: { duration: '-1h' } }), at({ spec: { duration: '0s' } })],
  cel: [
    {
      valid: `!has(object.spec.duration) || ${isLong('object.spec.duration', "> duration('0s')")}`,
      value: 'object.spec.duration',
      ofNew: true,
      inCrd: true,
    },
  ],
  check({ request: { spec } }, before) {
    const duration = statedDuration(spec.duration);
    if (before || duration === undefined || duration > 0n) return [];
    return [
      { field: 'spec.duration', kind: 'Invalid', value: spec.duration ?? '', detail: 'must be more than 0s' },
    ];
  },
};
