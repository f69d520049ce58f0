import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const literalSubjectParses: Rule<CertificateCandidate> = {
  id: 'certificate/literal-subject-parses',
  field: 'spec.literalSubject',
  severity: 'deny',
  source: 'cert-manager v1.21 CE8, CE9; RFC 4514',
  passes: [at({ literalSubject: 'C=NO,O=Shop,CN=shop' }, { commonName: 'shop' })],
  fails: [at({ literalSubject: 'CN' }, { error: 'no "=" after "CN"' })],
  check({ certificate: { spec }, literalSubject }) {
    if (!literalSubject || !('error' in literalSubject)) return [];
    return [
      {
        field: 'spec.literalSubject',
        kind: 'Invalid',
        value: spec.literalSubject ?? '',
        detail: literalSubject.error,
      },
    ];
  },
};
