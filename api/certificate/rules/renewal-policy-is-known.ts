import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const renewalPolicyIsKnown: Rule<CertificateCandidate> = {
  id: 'certificate/renewal-policy-is-known',
  field: 'spec.renewal.policy',
  severity: 'deny',
  source: 'cert-manager v1.21 CE40',
  passes: [at({ renewal: { policy: 'Disabled' } })],
  fails: [at({ renewal: {} })],
  cel: [
    {
      valid:
        "!has(object.spec.renewal) || (has(object.spec.renewal.policy) && object.spec.renewal.policy != '')",
      value: "''",
    },
  ],
  check({ certificate: { spec } }) {
    const policy = spec.renewal?.policy;
    if (!spec.renewal || policy === 'RenewBefore' || policy === 'Disabled') return [];
    return [
      {
        field: 'spec.renewal.policy',
        kind: 'NotSupported',
        value: policy ?? '',
        detail: 'supported values: "RenewBefore", "Disabled"',
      },
    ];
  },
};
