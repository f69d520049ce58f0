import { acme, certificate, dns01, issuer } from '../example.ts';
import { issuedBy } from '../issued-by.ts';
import type { ReferenceRule } from '../reference-rule.ts';
import { identifiersOf, type Wanted, wrongName } from '../wanted.ts';

export const acmeCommonNameIsAName: ReferenceRule<Wanted> = {
  id: 'reference/acme-common-name-is-a-name',
  field: 'spec.commonName',
  severity: 'deny',
  source: 'gaps C31, R7: an order holds DNS names and IP addresses, and the common name must be one of them',
  passes: [
    [certificate({ commonName: 'shop.example' }), issuer(acme([dns01]))],
    [certificate({ commonName: 'shop' }), issuer({ ca: { secretName: 'ca' } })],
  ],
  fails: [[certificate({ commonName: 'shop' }), issuer(acme([dns01]))]],
  check(wanted, world) {
    const { commonName } = wanted;
    if (commonName === undefined || issuedBy(wanted, world, 'acme').length === 0) return [];
    if (identifiersOf(wanted).some(({ name }) => name === commonName.name)) return [];
    return [
      wrongName(commonName, 'must be one of dnsNames or ipAddresses, since the issuer is an ACME server'),
    ];
  },
};
