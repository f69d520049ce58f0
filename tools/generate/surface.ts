import type { Crd } from './crds.ts';
import type { SchemaNode } from './structural.ts';

/** What other software relies on in a CRD, description texts aside: the shape of `test/fixtures/crd-surface.json`. */
export interface CrdSurface {
  readonly group: string;
  readonly scope: string;
  readonly names: Readonly<Record<string, unknown>>;
  readonly version: string;
  readonly subresources: object;
  readonly selectableFields: readonly string[];
  readonly columns: readonly object[];
  /** By path: members joined by dots, `[]` for the entries of a list, `{}` for the values of a map. */
  readonly paths: Readonly<Record<string, SchemaNode>>;
}

const children = new Set(['properties', 'items', 'additionalProperties', 'required', 'description']);

function factsOf(node: SchemaNode, required: boolean): SchemaNode {
  const { 'x-kubernetes-validations': validations, ...facts } = Object.fromEntries(
    Object.entries(node).filter(([keyword]) => !children.has(keyword)),
  );
  const rules = (validations as readonly { rule: string }[] | undefined)?.map(({ rule }) => rule);
  return { ...facts, ...(rules && { rules }), ...(required && { required }) };
}

function* walk(node: SchemaNode, path: string, required: boolean): Generator<[string, SchemaNode]> {
  yield [path, factsOf(node, required)];
  const demanded = new Set((node['required'] ?? []) as readonly string[]);
  for (const [name, child] of Object.entries((node['properties'] ?? {}) as Record<string, SchemaNode>))
    yield* walk(child, path === '' ? name : `${path}.${name}`, demanded.has(name));
  if (node['items'] !== undefined) yield* walk(node['items'] as SchemaNode, `${path}[]`, false);
  if (node['additionalProperties'] !== undefined)
    yield* walk(node['additionalProperties'] as SchemaNode, `${path}{}`, false);
}

export function surfaceOf({ spec }: Crd): CrdSurface {
  const [version] = spec.versions;
  return {
    group: spec.group,
    scope: spec.scope,
    names: spec.names,
    version: version.name,
    subresources: version.subresources,
    selectableFields: (version.selectableFields ?? []).map(({ jsonPath }) => jsonPath),
    columns: version.additionalPrinterColumns.map(({ description: _description, ...column }) => column),
    paths: Object.fromEntries(walk(version.schema.openAPIV3Schema, '', false)),
  };
}
