import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const nameConstraintsNeedACa: Rule<CertificateCandidate> = {
  id: 'certificate/name-constraints-need-a-ca',
  field: 'spec.nameConstraints',
  severity: 'deny',
  source: 'cert-manager v1.21 CE34; RFC 5280 section 4.2.1.10',
  passes: [at({ isCA: true, nameConstraints: { permitted: { dnsDomains: ['shop.example'] } } })],
  fails: [at({ nameConstraints: { permitted: { dnsDomains: ['shop.example'] } } })],
  cel: [{ valid: '!has(object.spec.nameConstraints) || (has(object.spec.isCA) && object.spec.isCA)' }],
  check({ certificate: { spec } }) {
    if (!spec.nameConstraints || spec.isCA) return [];
    return [
      {
        field: 'spec.nameConstraints',
        kind: 'Invalid',
        detail: 'only a CA may carry name constraints: set isCA: true or leave them out',
      },
    ];
  },
};
