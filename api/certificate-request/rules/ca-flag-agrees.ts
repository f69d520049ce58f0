import type { Rule } from '../../rule.ts';
import { at } from '../candidate.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';

export const caFlagAgrees: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/ca-flag-agrees',
  field: 'spec.request',
  severity: 'deny',
  source: 'cert-manager v1.21 CR5; RFC 5280 section 4.2.1.9',
  passes: [at({ spec: { isCA: true }, decoded: { isCa: true } }), at({ spec: { isCA: true } })],
  fails: [at({ decoded: { isCa: true } })],
  beyondCel: 'reads-a-request',
  check(after, before) {
    const { request, decoded } = after;
    if (
      before ||
      'error' in decoded ||
      decoded.isCa === undefined ||
      decoded.isCa === (request.spec.isCA ?? false)
    )
      return [];
    const detail = `the basic constraints of the csr say CA: ${decoded.isCa}, spec.isCA says ${request.spec.isCA ?? false}; make them agree`;
    return [{ field: 'spec.request', kind: 'Invalid', detail }];
  },
};
