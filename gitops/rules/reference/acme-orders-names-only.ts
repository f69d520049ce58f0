import type { CertificateSpec } from '../../../api/certificate/certificate.ts';
import type { TreeRule } from '../../rule.ts';
import { acme, certificate, dns01, issuer } from '../example.ts';
import { issuedBy } from './issuer-of.ts';

/** What an order cannot hold; servers refuse or drop it when the order is finalized. */
function extras(spec: CertificateSpec): readonly string[] {
  const lists = (['emailAddresses', 'uris', 'otherNames'] as const).filter(
    (name) => (spec[name] ?? []).length > 0,
  );
  const members = Object.keys(spec.subject ?? {}).map((name) => `subject.${name}`);
  return [...lists, ...(spec.isCA === true ? ['isCA'] : []), ...members];
}

export const acmeOrdersNamesOnly: TreeRule = {
  id: 'reference/acme-orders-names-only',
  field: 'spec',
  level: 'warning',
  source:
    'gap C32; RFC 8555 section 7.1.3: identifiers of an order are DNS names (and IP addresses, RFC 8738)',
  passes: [
    [certificate(), issuer(acme([dns01]))],
    [certificate({ isCA: true }), issuer()],
  ],
  fails: [
    [certificate({ isCA: true }), issuer(acme([dns01]))],
    [certificate({ uris: ['spiffe://shop'] }), issuer(acme([dns01]))],
    [certificate({ subject: { organizations: ['Shop'] } }), issuer(acme([dns01]))],
  ],
  check(tree) {
    return issuedBy(tree, 'acme').flatMap(({ certificate: { manifest, object } }) =>
      extras(object.spec).map((name) => ({
        manifest,
        field: `spec.${name}`,
        kind: 'Forbidden' as const,
        detail: 'an ACME server issues for DNS names and IP addresses, and refuses or drops the rest',
      })),
    );
  },
};
