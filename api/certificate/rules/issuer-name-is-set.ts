import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const issuerNameIsSet: Rule<CertificateCandidate> = {
  id: 'certificate/issuer-name-is-set',
  field: 'spec.issuerRef.name',
  severity: 'deny',
  source: 'cert-manager v1.21 CE3',
  passes: [at({})],
  fails: [at({ issuerRef: { name: '' } }), at({ issuerRef: undefined })],
  cel: [{ valid: "object.spec.issuerRef.name != ''" }],
  check({ certificate: { spec } }) {
    if (spec.issuerRef?.name) return [];
    return [
      { field: 'spec.issuerRef.name', kind: 'Required', detail: 'name the Issuer or ClusterIssuer to use' },
    ];
  },
};
