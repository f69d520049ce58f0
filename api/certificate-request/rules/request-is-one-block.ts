import type { Rule } from '../../rule.ts';
import { at, type CertificateRequestCandidate } from '../candidate.ts';

export const requestIsOneBlock: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/request-is-one-block',
  field: 'spec.request',
  severity: 'warn',
  source: 'gap R8; RFC 7468 section 7: remote signers refuse other labels and text around the block',
  passes: [at()],
  fails: [at({ decoded: { wrapping: 'the label NEW CERTIFICATE REQUEST' } })],
  check({ decoded }, before) {
    if (before || 'error' in decoded || decoded.wrapping === undefined) return [];
    const detail = `has ${decoded.wrapping}, which some signers refuse`;
    return [{ field: 'spec.request', kind: 'Invalid', detail }];
  },
};
