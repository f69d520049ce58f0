import { certificate, issuer } from '../example.ts';
import { issuedBy } from '../issued-by.ts';
import type { ReferenceRule } from '../reference-rule.ts';
import type { Wanted } from '../wanted.ts';

const venafi = { venafi: { zone: 'web', cloud: { apiTokenSecretRef: { name: 'token', key: 'api-key' } } } };

export const venafiCertificatesHaveASubject: ReferenceRule<Wanted> = {
  id: 'reference/venafi-certificates-have-a-subject',
  field: 'spec.commonName',
  severity: 'deny',
  source: 'gap C36: requests without a subject are refused',
  passes: [[certificate({ commonName: 'shop.example' }), issuer(venafi)]],
  fails: [[certificate(), issuer(venafi)]],
  check(wanted, world) {
    if (wanted.hasSubject || issuedBy(wanted, world, 'venafi').length === 0) return [];
    return [{ field: 'spec.commonName', kind: 'Required', detail: 'the issuer wants a subject' }];
  },
};
