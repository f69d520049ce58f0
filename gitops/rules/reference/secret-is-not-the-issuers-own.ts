import type { Certificate } from '../../../api/certificate/certificate.ts';
import type { TreeRule } from '../../rule.ts';
import { type Placed, namespaceKey } from '../../tree.ts';
import { acme, certificate, clusterIssuer, dns01, issuer } from '../example.ts';
import { type PlacedIssuer, issuances } from './issuer-of.ts';

/** Where ClusterIssuers keep their Secrets unless the controller is told otherwise. */
const clusterNamespaces: ReadonlySet<string> = new Set(['cert-manager', 'certloom']);

/** What the issuer keeps in a Secret of this name, if it is the one that the Certificate would be written into. */
function lost({ object, manifest }: PlacedIssuer, of: Placed<Certificate>): string | undefined {
  const { ca, acme: account } = object.spec;
  const namespace = namespaceKey(of.manifest);
  const sameNamespace =
    object.kind === 'ClusterIssuer' ? clusterNamespaces.has(namespace) : namespaceKey(manifest) === namespace;
  if (!sameNamespace) return undefined;
  if (ca?.secretName === of.object.spec.secretName) return 'the CA';
  return account?.privateKeySecretRef.name === of.object.spec.secretName ? 'the account key' : undefined;
}

export const secretIsNotTheIssuersOwn: TreeRule = {
  id: 'reference/secret-is-not-the-issuers-own',
  field: 'spec.secretName',
  level: 'error',
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
  check(tree) {
    return issuances(tree).flatMap(({ certificate: placed, issuers }) => {
      const what = issuers.map((found) => lost(found, placed)).find((text) => text !== undefined);
      if (what === undefined) return [];
      const detail = `is where its issuer keeps ${what}, which would be lost; choose another name`;
      const { secretName } = placed.object.spec;
      return [
        { manifest: placed.manifest, field: 'spec.secretName', kind: 'Invalid', value: secretName, detail },
      ];
    });
  },
};
