import type { Rule } from '../../rule.ts';
import { at } from '../candidate.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';

export const requestParses: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/request-parses',
  field: 'spec.request',
  severity: 'deny',
  source: 'cert-manager v1.21 CR4; RFC 2986',
  passes: [at()],
  fails: [at({ decoded: { error: 'not PEM' } })],
  beyondCel: 'reads-a-request',
  check(after, before) {
    const { request, decoded } = after;
    if (before || !request.spec.request || !('error' in decoded)) return [];
    const value = request.spec.request.slice(0, 100);
    return [
      { field: 'spec.request', kind: 'Invalid', value, detail: `failed to decode csr: ${decoded.error}` },
    ];
  },
};
