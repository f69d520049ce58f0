import type { TreeRule } from '../../rule.ts';
import { certificate, issuer } from '../example.ts';
import { hasSubject } from './has-subject.ts';
import { issuedBy } from './issuer-of.ts';

const venafi = { venafi: { zone: 'web', cloud: { apiTokenSecretRef: { name: 'token', key: 'api-key' } } } };

export const venafiCertificatesHaveASubject: TreeRule = {
  id: 'reference/venafi-certificates-have-a-subject',
  field: 'spec.commonName',
  level: 'error',
  source: 'gap C36: requests without a subject are refused',
  passes: [[certificate({ commonName: 'shop.example' }), issuer(venafi)]],
  fails: [[certificate(), issuer(venafi)]],
  check(tree) {
    return issuedBy(tree, 'venafi')
      .filter(({ certificate: { object } }) => !hasSubject(object.spec))
      .map(({ certificate: { manifest } }) => ({
        manifest,
        field: 'spec.commonName',
        kind: 'Required',
        detail: 'the issuer wants a subject',
      }));
  },
};
