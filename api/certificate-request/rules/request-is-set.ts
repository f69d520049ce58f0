import type { Rule } from '../../rule.ts';
import { at } from '../candidate.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';

export const requestIsSet: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/request-is-set',
  field: 'spec.request',
  severity: 'deny',
  source: 'cert-manager v1.21 CR2',
  passes: [at()],
  fails: [at({ spec: { request: '' } })],
  beyondCel: 'schema-first',
  check(after, before) {
    if (before || after.request.spec.request) return [];
    return [
      {
        field: 'spec.request',
        kind: 'Required',
        detail: 'must be set: base64 of a PEM encoded certificate signing request',
      },
    ];
  },
};
