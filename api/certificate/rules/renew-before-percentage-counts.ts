import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const renewBeforePercentageCounts: Rule<CertificateCandidate> = {
  id: 'certificate/renew-before-percentage-counts',
  field: 'spec.renewBeforePercentage',
  severity: 'warn',
  source: 'gap C4: ignored, and only checked beside a duration',
  passes: [at({ renewBeforePercentage: 1 }), at({ renewBeforePercentage: 99 })],
  fails: [
    at({ renewBeforePercentage: 150 }),
    at({ renewBeforePercentage: 0 }),
    at({ renewBeforePercentage: -5 }),
  ],
  cel: [
    {
      valid:
        '!has(object.spec.renewBeforePercentage) || (object.spec.renewBeforePercentage >= 1 && object.spec.renewBeforePercentage <= 99)',
      value: 'string(object.spec.renewBeforePercentage)',
    },
  ],
  check({ certificate: { spec } }) {
    const { renewBeforePercentage: percentage } = spec;
    if (percentage === undefined || (percentage >= 1 && percentage <= 99)) return [];
    const detail = 'must be from 1 to 99; it is ignored, and a third of the lifetime is used';
    return [{ field: 'spec.renewBeforePercentage', kind: 'Invalid', value: String(percentage), detail }];
  },
};
