import type { Certificate } from '../../certificate/certificate.ts';
import { issuerReferenceOf } from '../../issuer-reference.ts';
import type { Issuer } from '../../issuer/issuer.ts';
import { certificates } from '../../kinds.ts';
import { acme, certificate, clusterIssuer, dns01, issuer } from '../example.ts';
import type { ReferenceRule } from '../reference-rule.ts';
import type { World } from '../world.ts';

/** What the issuer keeps in a Secret of this name, if it is the one that the Certificate would be written into. */
function lost(issuer: Issuer, of: Certificate, world: World): string | undefined {
  if (!world.sharesSecrets(of, issuer)) return undefined;
  const { ca, acme: account } = issuer.spec;
  if (ca?.secretName === of.spec.secretName) return 'the CA';
  return account?.privateKeySecretRef.name === of.spec.secretName ? 'the account key' : undefined;
}

export const secretIsNotTheIssuersOwn: ReferenceRule<Certificate> = {
  id: 'reference/secret-is-not-the-issuers-own',
  field: 'spec.secretName',
  severity: 'deny',
  source: 'gaps C28, K4: the certificate is written over what its issuer signs with',
  passes: [
    [certificate(), issuer({ ca: { secretName: 'ca' } })],
    [certificate({ secretName: 'ca' }), issuer({ selfSigned: {} })],
  ],
  fails: [
    [certificate({ secretName: 'ca' }), issuer({ ca: { secretName: 'ca' } })],
    [certificate({ secretName: 'account' }), issuer(acme([dns01]))],
    [
      certificate(
        { secretName: 'ca', issuerRef: { name: 'ca', kind: 'ClusterIssuer' } },
        { namespace: 'certloom' },
      ),
      clusterIssuer({ ca: { secretName: 'ca' } }),
    ],
  ],
  check(certificate, world) {
    const { secretName } = certificate.spec;
    const issuerRef = issuerReferenceOf(certificate);
    const issuers =
      issuerRef.group === certificates.group ? world.issuersOf(certificate, issuerRef) : undefined;
    const what = issuers?.map((found) => lost(found, certificate, world)).find((text) => text !== undefined);
    if (what === undefined) return [];
    const detail = `is where its issuer keeps ${what}, which would be lost; choose another name`;
    return [{ field: 'spec.secretName', kind: 'Invalid', value: secretName, detail }];
  },
};
