import { acme, certificate, dns01, issuer } from '../example.ts';
import { issuedBy } from '../issued-by.ts';
import type { ReferenceRule } from '../reference-rule.ts';
import type { Wanted } from '../wanted.ts';

export const acmeOrdersNamesOnly: ReferenceRule<Wanted> = {
  id: 'reference/acme-orders-names-only',
  field: 'spec',
  severity: 'warn',
  source:
    'gaps C32, R7; RFC 8555 section 7.1.3: identifiers of an order are DNS names (and IP addresses, RFC 8738)',
  passes: [
    [certificate(), issuer(acme([dns01]))],
    [certificate({ isCA: true }), issuer()],
  ],
  fails: [
    [certificate({ isCA: true }), issuer(acme([dns01]))],
    [certificate({ uris: ['spiffe://shop'] }), issuer(acme([dns01]))],
    [certificate({ subject: { organizations: ['Shop'] } }), issuer(acme([dns01]))],
  ],
  check(wanted, world) {
    if (wanted.others.length === 0 || issuedBy(wanted, world, 'acme').length === 0) return [];
    const detail = 'an ACME server issues for DNS names and IP addresses, and refuses or drops the rest';
    return wanted.others.map((field) => ({ field, kind: 'Forbidden', detail }));
  },
};
