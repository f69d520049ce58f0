import { isLong } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { hour, statedDuration } from '../lifetimes.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const durationIsAnHourOrMore: Rule<CertificateCandidate> = {
  id: 'certificate/duration-is-an-hour-or-more',
  field: 'spec.duration',
  severity: 'deny',
  source: 'cert-manager v1.21 CE23',
  passes: [at({ duration: '1h' })],
  fails: [at({ duration: '59m' })],
  cel: [
    {
      valid: `!has(object.spec.duration) || ${isLong('object.spec.duration', ">= duration('1h')")}`,
      value: 'object.spec.duration',
    },
  ],
  check({ certificate: { spec } }) {
    const duration = statedDuration(spec.duration);
    if (duration === undefined || duration >= hour) return [];
    return [
      { field: 'spec.duration', kind: 'Invalid', value: spec.duration ?? '', detail: 'must be at least 1h' },
    ];
  },
};
