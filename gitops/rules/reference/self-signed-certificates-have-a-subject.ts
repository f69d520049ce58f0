import type { TreeRule } from '../../rule.ts';
import { certificate, issuer } from '../example.ts';
import { hasSubject } from './has-subject.ts';
import { issuedBy } from './issuer-of.ts';

export const selfSignedCertificatesHaveASubject: TreeRule = {
  id: 'reference/self-signed-certificates-have-a-subject',
  field: 'spec.commonName',
  level: 'warning',
  source:
    'gap C37; RFC 5280 section 4.1.2.4: the issuer of a certificate is not empty, and here it is its subject',
  passes: [[certificate({ commonName: 'shop.example' }), issuer()]],
  fails: [[certificate(), issuer()]],
  check(tree) {
    return issuedBy(tree, 'selfSigned')
      .filter(({ certificate: { object } }) => !hasSubject(object.spec))
      .map(({ certificate: { manifest } }) => ({
        manifest,
        field: 'spec.commonName',
        kind: 'Required',
        detail: 'a certificate that signs itself needs a subject: without one its issuer is empty',
      }));
  },
};
