import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const revisionHistoryKeepsOne: Rule<CertificateCandidate> = {
  id: 'certificate/revision-history-keeps-one',
  field: 'spec.revisionHistoryLimit',
  severity: 'deny',
  source: 'cert-manager v1.21 CE29',
  passes: [at({ revisionHistoryLimit: 1 })],
  fails: [at({ revisionHistoryLimit: 0 })],
  cel: [
    {
      valid: '!has(object.spec.revisionHistoryLimit) || object.spec.revisionHistoryLimit >= 1',
      value: 'string(object.spec.revisionHistoryLimit)',
    },
  ],
  check({ certificate: { spec } }) {
    const limit = spec.revisionHistoryLimit;
    if (limit === undefined || limit >= 1) return [];
    return [
      {
        field: 'spec.revisionHistoryLimit',
        kind: 'Invalid',
        value: String(limit),
        detail: 'must be at least 1',
      },
    ];
  },
};
