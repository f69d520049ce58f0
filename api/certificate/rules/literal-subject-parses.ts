import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const literalSubjectParses: Rule<CertificateCandidate> = {
  id: 'certificate/literal-subject-parses',
  field: 'spec.literalSubject',
  severity: 'deny',
  source: 'cert-manager v1.21 CE8, CE9, and C15, C16 of what it lets through; RFC 4514',
  passes: [
    at({ literalSubject: 'C=NO,O=Shop,CN=shop' }, { commonName: 'shop' }),
    at({ literalSubject: '1.2.840.113549.1.9.1=ops@shop.example' }, {}),
  ],
  fails: [
    at(
      { literalSubject: 'CN' },
      { error: '"CN" is not an attribute: must be a type, "=", and a value, as in CN=example.com' },
    ),
    at(
      { literalSubject: '3.5=x,CN=a' },
      {
        error:
          '"3.5" is not an attribute type: must be one of C, O, OU, CN, SERIALNUMBER, L, ST, STREET, DC, UID, or a dotted object identifier',
      },
    ),
    at({ literalSubject: String.raw`CN=\FF` }, { error: 'the escaped bytes are not valid UTF-8' }),
  ],
  beyondCel: 'reads-a-subject',
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
