import type { Rule } from '../../rule.ts';
import { at } from '../candidate.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';

export const usagesAgree: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/usages-agree',
  field: 'spec.request',
  severity: 'deny',
  source:
    'cert-manager v1.21 CR6, gaps R2, R6 (compared as sets, with usages that have no name); RFC 5280 sections 4.2.1.3 and 4.2.1.12',
  passes: [at()],
  fails: [at({ decoded: { usagesDiffer: 'csr has client auth, spec.usages has server auth' } })],
  beyondCel: 'reads-a-request',
  check(after, before) {
    const { decoded } = after;
    if (before || 'error' in decoded || decoded.usagesDiffer === undefined) return [];
    return [
      {
        field: 'spec.request',
        kind: 'Invalid',
        detail: `csr key usages do not match specified usages: ${decoded.usagesDiffer}`,
      },
    ];
  },
};
