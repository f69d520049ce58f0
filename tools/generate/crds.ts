import { stringify } from 'yaml';

import { wholeObject } from '../../api/schema/kind.ts';
import { crdGuards } from './crd-guards.ts';
import { crdKinds, type CrdKind } from './crd-kinds.ts';
import type { Output } from './output.ts';
import { structural, type SchemaNode } from './structural.ts';

/** A CustomResourceDefinition as it is stored. */
export interface Crd {
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  readonly kind: 'CustomResourceDefinition';
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly scope: 'Namespaced' | 'Cluster';
    readonly names: Readonly<Record<string, unknown>>;
    readonly versions: readonly [CrdVersion];
  };
}

export interface CrdVersion {
  readonly name: string;
  readonly served: true;
  readonly storage: true;
  readonly additionalPrinterColumns: CrdKind['columns'];
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
  readonly subresources: { readonly status: object };
  readonly schema: { readonly openAPIV3Schema: SchemaNode };
}

function names({ resource, shortNames, categories }: CrdKind): Readonly<Record<string, unknown>> {
  return {
    kind: resource.kind,
    listKind: `${resource.kind}List`,
    plural: resource.plural,
    singular: resource.kind.toLowerCase(),
    ...(shortNames.length > 0 && { shortNames }),
    categories,
  };
}

function guarded({ resource, schema }: CrdKind): object {
  const guards = crdGuards(resource);
  return { ...wholeObject(schema), ...(guards.length > 0 && { 'x-kubernetes-validations': guards }) };
}

export function crdOf(kind: CrdKind): Crd {
  const { resource, selectableFields } = kind;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${resource.plural}.${resource.group}` },
    spec: {
      group: resource.group,
      scope: resource.namespaced ? 'Namespaced' : 'Cluster',
      names: names(kind),
      versions: [
        {
          name: resource.version,
          served: true,
          storage: true,
          additionalPrinterColumns: kind.columns,
          ...(selectableFields.length > 0 && {
            selectableFields: selectableFields.map((jsonPath) => ({ jsonPath })),
          }),
          subresources: { status: {} },
          schema: { openAPIV3Schema: structural(guarded(kind)) },
        },
      ],
    },
  };
}

/** YAML that both kubectl (YAML 1.1) and newer readers take the same way: `"True"` and `"no"` are quoted. */
export function toYaml(value: object): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

/** One file per kind; the chart puts labels and the keep annotation on when it includes them. */
export function crdFiles(): readonly Output[] {
  return crdKinds.map((kind) => {
    const crd = crdOf(kind);
    return { path: `charts/certloom/files/crds/${crd.metadata.name}.yaml`, content: toYaml(crd) };
  });
}
