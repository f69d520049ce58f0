import type { Rule } from '../../rule.ts';
import { at } from '../candidate.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';

export const issuerNameIsSet: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/issuer-name-is-set',
  field: 'spec.issuerRef.name',
  severity: 'deny',
  source: 'cert-manager v1.21 CR1',
  passes: [at()],
  fails: [at({ spec: { issuerRef: { name: '' } } })],
  cel: [{ valid: "object.spec.issuerRef.name != ''", ofNew: true, inCrd: true }],
  check(after, before) {
    if (before || after.request.spec.issuerRef?.name) return [];
    return [{ field: 'spec.issuerRef.name', kind: 'Required', detail: 'name the issuer that shall sign' }];
  },
};
