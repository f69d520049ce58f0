import type { Rule } from '../../rule.ts';
import { at, type CertificateRequestCandidate } from '../candidate.ts';

export const requestHidesNothing: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/request-hides-nothing',
  field: 'spec.request',
  severity: 'warn',
  source: 'gap R3: CA and self-signed issuers copy it into the certificate, and approvers do not see it',
  passes: [at()],
  fails: [at({ decoded: { hidden: ['a directory name', 'name constraints'] } })],
  check({ decoded }, before) {
    if (before || 'error' in decoded) return [];
    return (decoded.hidden ?? []).map((what) => ({
      field: 'spec.request',
      kind: 'Forbidden',
      detail: `the csr asks for ${what}, which only shows when it is decoded`,
    }));
  },
};
