import type { Rule } from '../../rule.ts';
import { issuerKindCheck, issuerKindViolations } from '../../issuer-reference.ts';
import { at } from '../candidate.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';

export const issuerKindIsKnown: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/issuer-kind-is-known',
  field: 'spec.issuerRef.kind',
  severity: 'deny',
  source: 'cert-manager v1.21 CR1',
  passes: [at(), at({ spec: { issuerRef: { name: 'x', kind: 'Foo', group: 'foo.example' } } })],
  fails: [at({ spec: { issuerRef: { name: 'x', kind: 'Foo' } } })],
  cel: [{ ...issuerKindCheck, ofNew: true, inCrd: true }],
  check(after, before) {
    return before ? [] : issuerKindViolations(after.request.spec.issuerRef);
  },
};
