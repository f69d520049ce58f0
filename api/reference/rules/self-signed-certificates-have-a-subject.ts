import { certificate, issuer } from '../example.ts';
import { issuedBy } from '../issued-by.ts';
import type { ReferenceRule } from '../reference-rule.ts';
import type { Wanted } from '../wanted.ts';

export const selfSignedCertificatesHaveASubject: ReferenceRule<Wanted> = {
  id: 'reference/self-signed-certificates-have-a-subject',
  field: 'spec.commonName',
  severity: 'warn',
  source:
    'gap C37; RFC 5280 section 4.1.2.4: the issuer of a certificate is not empty, and here it is its subject',
  passes: [[certificate({ commonName: 'shop.example' }), issuer()]],
  fails: [[certificate(), issuer()]],
  check(wanted, world) {
    if (wanted.hasSubject || issuedBy(wanted, world, 'selfSigned').length === 0) return [];
    const detail = 'a certificate that signs itself needs a subject: without one its issuer is empty';
    return [{ field: 'spec.commonName', kind: 'Required', detail }];
  },
};
