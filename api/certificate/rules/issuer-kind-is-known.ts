import type { Rule } from '../../rule.ts';
import { issuerKindCheck, issuerKindViolations } from '../../issuer-reference.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const issuerKindIsKnown: Rule<CertificateCandidate> = {
  id: 'certificate/issuer-kind-is-known',
  field: 'spec.issuerRef.kind',
  severity: 'deny',
  source: 'cert-manager v1.21 CE4',
  passes: [
    at({ issuerRef: { name: 'ca', kind: 'ClusterIssuer' } }),
    at({ issuerRef: { name: 'x', kind: 'AWSPCAIssuer', group: 'awspca.cert-manager.io' } }),
  ],
  fails: [at({ issuerRef: { name: 'ca', kind: 'AWSPCAIssuer' } })],
  cel: [issuerKindCheck],
  check({ certificate: { spec } }) {
    return issuerKindViolations(spec.issuerRef);
  },
};
