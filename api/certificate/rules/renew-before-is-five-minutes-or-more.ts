import { isLong } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { fiveMinutes, statedDuration } from '../lifetimes.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const renewBeforeIsFiveMinutesOrMore: Rule<CertificateCandidate> = {
  id: 'certificate/renew-before-is-five-minutes-or-more',
  field: 'spec.renewBefore',
  severity: 'deny',
  source: 'cert-manager v1.21 CE25',
  passes: [at({ renewBefore: '5m' })],
  fails: [at({ renewBefore: '4m59s' })],
  cel: [
    {
      valid: `!has(object.spec.renewBefore) || ${isLong('object.spec.renewBefore', ">= duration('5m')")}`,
      value: 'object.spec.renewBefore',
    },
  ],
  check({ certificate: { spec } }) {
    const before = statedDuration(spec.renewBefore);
    if (before === undefined || before >= fiveMinutes) return [];
    return [
      {
        field: 'spec.renewBefore',
        kind: 'Invalid',
        value: spec.renewBefore ?? '',
        detail: 'must be at least 5m',
      },
    ];
  },
};
