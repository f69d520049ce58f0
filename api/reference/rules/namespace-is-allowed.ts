import { issuerAnnotations } from '../../annotations.ts';
import { listedIn, matchesPattern } from '../allowed.ts';
import { certificate, clusterIssuer } from '../example.ts';
import { issuersOf } from '../issued-by.ts';
import type { ReferenceRule } from '../reference-rule.ts';
import type { Wanted } from '../wanted.ts';

const ofCluster = { issuerRef: { name: 'ca', kind: 'ClusterIssuer' } };

function onlyFor(namespaces: string): ReturnType<typeof clusterIssuer> {
  return clusterIssuer(undefined, { annotations: { [issuerAnnotations.allowedNamespaces]: namespaces } });
}

export const namespaceIsAllowed: ReferenceRule<Wanted> = {
  id: 'reference/namespace-is-allowed',
  field: 'spec.issuerRef.name',
  severity: 'deny',
  source: `annotation ${issuerAnnotations.allowedNamespaces} of the issuer: who may use it`,
  passes: [
    [certificate(ofCluster), onlyFor('shop, web')],
    [certificate(ofCluster), onlyFor('w*')],
    [certificate(ofCluster), clusterIssuer()],
  ],
  fails: [
    [certificate(ofCluster), onlyFor('shop, web-*')],
    [certificate(ofCluster), onlyFor('')],
  ],
  check(wanted, world) {
    const { namespace } = wanted.object.metadata;
    const found = issuersOf(wanted, world);
    if (!namespace || found.length === 0) return [];
    const isRefused = found.every((issuer) => {
      const patterns = listedIn(issuer, issuerAnnotations.allowedNamespaces);
      return patterns !== undefined && !patterns.some((pattern) => matchesPattern(namespace, pattern));
    });
    const { name, kind } = wanted.issuerRef;
    const detail = `${kind} ${name} is not for namespace ${namespace}; ask those who run it`;
    return isRefused ? [{ field: 'spec.issuerRef.name', kind: 'Forbidden', detail }] : [];
  },
};
