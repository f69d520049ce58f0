import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const commonNameFits: Rule<CertificateCandidate> = {
  id: 'certificate/common-name-fits',
  field: 'spec.commonName',
  severity: 'deny',
  source: 'cert-manager v1.21 CE12; RFC 5280 appendix A.1 ub-common-name',
  passes: [at({ commonName: 'shop.example' })],
  fails: [
    at({ commonName: 'a'.repeat(65) }),
    at({ literalSubject: `CN=${'a'.repeat(65)}` }, { commonName: 'a'.repeat(65) }),
  ],
  cel: [{ valid: '!has(object.spec.commonName) || size(bytes(object.spec.commonName)) <= 64' }],
  beyondCel: 'reads-a-subject',
  check({ certificate: { spec }, literalSubject }) {
    const stated = literalSubject && !('error' in literalSubject) ? literalSubject.commonName : undefined;
    const name = spec.commonName || stated || '';
    if (Buffer.byteLength(name) <= 64) return [];
    return [
      {
        field: 'spec.commonName',
        kind: 'TooLong',
        detail: 'may not be more than 64 bytes; put long names into dnsNames',
      },
    ];
  },
};
