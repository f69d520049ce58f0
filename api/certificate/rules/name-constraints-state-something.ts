import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const nameConstraintsStateSomething: Rule<CertificateCandidate> = {
  id: 'certificate/name-constraints-state-something',
  field: 'spec.nameConstraints',
  severity: 'deny',
  source: 'cert-manager v1.21 CE35',
  passes: [at({ isCA: true, nameConstraints: { excluded: { ipRanges: ['10.0.0.0/8'] } } })],
  fails: [at({ isCA: true, nameConstraints: { critical: true } })],
  cel: [
    {
      valid:
        '!has(object.spec.nameConstraints) || has(object.spec.nameConstraints.permitted) || has(object.spec.nameConstraints.excluded)',
    },
  ],
  check({ certificate: { spec } }) {
    if (!spec.nameConstraints || spec.nameConstraints.permitted || spec.nameConstraints.excluded) return [];
    return [
      { field: 'spec.nameConstraints', kind: 'Invalid', detail: 'either permitted or excluded must be set' },
    ];
  },
};
