import { effectiveIssuerRef } from '../../../api/certificate/defaults.ts';
import type { Certificate } from '../../../api/certificate/certificate.ts';
import type { Issuer } from '../../../api/issuer/issuer.ts';
import { certificates, clusterIssuers, issuers } from '../../../api/kinds.ts';
import { type Placed, type Tree, mayShareNamespace, namespaceKey, ofKind } from '../../tree.ts';

export type PlacedIssuer = Placed<Issuer>;

/** A Certificate and every issuer that may be the one it names: more than one where namespaces are left open. */
export interface Issuance {
  readonly certificate: Placed<Certificate>;
  readonly issuers: readonly PlacedIssuer[];
}

const known = new WeakMap<Tree, readonly Issuance[]>();

function byName(placed: readonly PlacedIssuer[]): ReadonlyMap<string, readonly PlacedIssuer[]> {
  const names = new Map<string, PlacedIssuer[]>();
  for (const issuer of placed) {
    const name = issuer.object.metadata.name ?? '';
    names.set(name, [...(names.get(name) ?? []), issuer]);
  }
  return names;
}

/** Those in the same namespace as far as that is known, else those that may be. */
function inNamespaceOf(
  { manifest }: Placed<Certificate>,
  named: readonly PlacedIssuer[],
): readonly PlacedIssuer[] {
  const same = named.filter((issuer) => namespaceKey(issuer.manifest) === namespaceKey(manifest));
  return same.length > 0 ? same : named.filter((issuer) => mayShareNamespace(issuer.manifest, manifest));
}

/** Every Certificate with its issuers. Issuers of other groups are never in the tree. */
export function issuances(tree: Tree): readonly Issuance[] {
  const before = known.get(tree);
  if (before !== undefined) return before;
  const namespaced = byName(ofKind(tree, issuers));
  const cluster = byName(ofKind(tree, clusterIssuers));
  const found = ofKind(tree, certificates).map((certificate): Issuance => {
    const { name, kind, group } = effectiveIssuerRef(certificate.object.spec.issuerRef);
    if (group !== issuers.group) return { certificate, issuers: [] };
    if (kind === clusterIssuers.kind) return { certificate, issuers: cluster.get(name) ?? [] };
    return { certificate, issuers: inNamespaceOf(certificate, namespaced.get(name) ?? []) };
  });
  known.set(tree, found);
  return found;
}

/** Certificates of which every issuer that may be meant has settings of this type. */
export function issuedBy(tree: Tree, type: 'acme' | 'selfSigned' | 'venafi'): readonly Issuance[] {
  return issuances(tree).filter(
    (issuance) =>
      issuance.issuers.length > 0 && issuance.issuers.every(({ object }) => object.spec[type] !== undefined),
  );
}
