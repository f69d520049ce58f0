import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

const statedOnce = '!has(object.spec.renewBefore) || !has(object.spec.renewBeforePercentage)';

export const renewalMarginIsStatedOnce: Rule<CertificateCandidate> = {
  id: 'certificate/renewal-margin-is-stated-once',
  field: 'spec.renewBefore',
  severity: 'deny',
  source: 'cert-manager v1.21 CE24',
  passes: [at({ renewBefore: '24h' }), at({ renewBeforePercentage: 30 })],
  fails: [at({ renewBefore: '24h', renewBeforePercentage: 30 })],
  cel: [
    { valid: statedOnce, value: 'object.spec.renewBefore', tells: 'renewBefore:' },
    {
      valid: statedOnce,
      value: 'string(object.spec.renewBeforePercentage)',
      tells: 'renewBeforePercentage:',
    },
  ],
  check({ certificate: { spec } }) {
    if (spec.renewBefore === undefined || spec.renewBeforePercentage === undefined) return [];
    const detail = 'set renewBefore or renewBeforePercentage, not both';
    return [
      { field: 'spec.renewBefore', kind: 'Invalid', value: spec.renewBefore, detail },
      {
        field: 'spec.renewBeforePercentage',
        kind: 'Invalid',
        value: String(spec.renewBeforePercentage),
        detail,
      },
    ];
  },
};
