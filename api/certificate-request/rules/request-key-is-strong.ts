import type { Rule } from '../../rule.ts';
import { at, type CertificateRequestCandidate } from '../candidate.ts';

export const requestKeyIsStrong: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/request-key-is-strong',
  field: 'spec.request',
  severity: 'warn',
  source: 'gap R4; CA/Browser Forum Baseline Requirements section 6.1.5: RSA keys of 2048 bits at least',
  passes: [at()],
  fails: [at({ decoded: { weakKey: 'RSA of 1024 bits' } })],
  check({ decoded }, before) {
    if (before || 'error' in decoded || decoded.weakKey === undefined) return [];
    const detail = `the key of the csr is weak: ${decoded.weakKey}`;
    return [{ field: 'spec.request', kind: 'Invalid', detail }];
  },
};
