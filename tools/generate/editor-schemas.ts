import { format } from 'prettier';

import { apiVersionOf, type Resource } from '../../api/resource.ts';
import { wholeObject } from '../../api/schema/kind.ts';
import { crdKinds } from './crd-kinds.ts';
import type { Output } from './output.ts';
import { plain, type SchemaNode } from './structural.ts';

/** The syntax of a Go duration, for editors, which do not know the format. */
const durationPattern = '^[+-]?(0|((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$';

/** What editors show instead of the pattern. */
const durationMessage =
  'A duration is written as 2160h or 1h30m, with the units h, m, s, ms, us, ns; there is no unit for days.';

function ownKeywords(node: SchemaNode): SchemaNode {
  const result: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(node))
    if (!keyword.startsWith('x-kubernetes-')) result[keyword] = value;
  if (node['format'] !== 'go-duration') return result;
  delete result['format'];
  return { ...result, pattern: durationPattern, patternErrorMessage: durationMessage };
}

/** Draft 7, in which a misspelt member is an error: the API server drops it without a word. */
function forEditors(node: SchemaNode): SchemaNode {
  const result: Record<string, unknown> = { ...ownKeywords(node) };
  const { properties, items, additionalProperties } = node;
  if (properties !== undefined) {
    result['properties'] = Object.fromEntries(
      Object.entries(properties as SchemaNode).map(([name, child]) => [
        name,
        forEditors(child as SchemaNode),
      ]),
    );
    result['additionalProperties'] = false;
  }
  if (items !== undefined) result['items'] = forEditors(items as SchemaNode);
  if (additionalProperties !== undefined)
    result['additionalProperties'] = forEditors(additionalProperties as SchemaNode);
  return result;
}

function editorSchema(resource: Resource, whole: SchemaNode): SchemaNode {
  const { properties, ...rest } = forEditors(whole);
  const { apiVersion, kind, ...others } = properties as Record<string, SchemaNode>;
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    // A name and no address: the file is wherever it was copied or fetched from.
    $id: `urn:certloom:schema:${resource.group}:${resource.kind.toLowerCase()}:${resource.version}`,
    title: resource.kind,
    ...rest,
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    properties: {
      apiVersion: { ...apiVersion, enum: [apiVersionOf(resource)] },
      kind: { ...kind, enum: [resource.kind] },
      ...others,
      sops: { type: 'object', description: 'What SOPS notes about the values that it has encrypted.' },
    },
  };
}

/** `schemas/<group>/<kind>_<version>.json`: where kubeconform and editors look. */
export async function editorSchemaFiles(): Promise<readonly Output[]> {
  return Promise.all(
    crdKinds.map(async ({ resource, schema }) => ({
      path: `schemas/${resource.group}/${resource.kind.toLowerCase()}_${resource.version}.json`,
      content: await format(JSON.stringify(editorSchema(resource, plain(wholeObject(schema)))), {
        parser: 'json',
        printWidth: 110,
      }),
    })),
  );
}
