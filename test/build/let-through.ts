import fc from 'fast-check';
import type { KubeObject } from '../../api/resource.ts';
import { crdKinds } from '../../tools/generate/crd-kinds.ts';
import { crdOf } from '../../tools/generate/crds.ts';
import { type StructuralNode, valueOf } from './from-schema.ts';

const metadata = fc.record(
  {
    namespace: fc.constant('web'),
    annotations: fc.dictionary(
      fc.constantFrom(
        'certloom/allowed-namespaces',
        'certloom/allowed-dns-suffixes',
        'certloom/certificates-per-domain-and-week',
        'venafi.cert-manager.io/custom-fields',
        'cert-manager.io/private-key-secret-name',
      ),
      fc.constantFrom('', '*', 'shop.example', '[{}]', '[null]', '2', '{'),
    ),
    labels: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('', '1')),
    ownerReferences: fc.constantFrom(
      [],
      [{ apiVersion: 'v1', kind: 'Order', name: 'o', uid: 'u', controller: true }],
    ),
    managedFields: fc.constant([]),
  },
  { requiredKeys: ['namespace'] },
);

/** Of each of our kinds, objects that its CRD lets through, and little else can be said of. */
export const letThrough = crdKinds.map((kind) => {
  const { resource } = kind;
  const [version] = crdOf(kind).spec.versions;
  const { properties = {}, required = [] } = version.schema.openAPIV3Schema as StructuralNode;
  const { apiVersion: _, kind: _kind, metadata: _metadata, ...own } = properties;
  const body = valueOf({ type: 'object', properties: own, required }, 6);
  const object = fc
    .tuple(metadata, body, fc.constantFrom('ca', 'shop', 'x'))
    .map(([meta, members, name]): KubeObject => ({
      ...(members as object),
      apiVersion: `${resource.group}/${resource.version}`,
      kind: resource.kind,
      metadata: { ...meta, name },
    }));
  return { resource, kind: resource.kind, object };
});
