/** A schema as a plain tree of JSON. */
export type SchemaNode = Readonly<Record<string, unknown>>;

/** Keywords of OpenAPI v3 that the API server takes in a structural schema and that we use. */
const keywords = new Set([
  'type',
  'format',
  'description',
  'default',
  'enum',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'required',
  'properties',
  'additionalProperties',
  'items',
  'anyOf',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-map-type',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-validations',
]);

/** Formats the API server checks. */
const formats = new Set(['byte', 'date-time', 'int32', 'int64']);
/** Formats only we check: the API server would warn about a word it does not know. */
const ourFormats = new Set(['go-duration']);

export class StructuralSchemaError extends Error {
  constructor(at: string, why: string) {
    super(`${at || 'the root'}: ${why}`);
    this.name = 'StructuralSchemaError';
  }
}

/** Plain JSON: TypeBox marks its values with hidden members. */
export function plain(schema: object): SchemaNode {
  return JSON.parse(JSON.stringify(schema)) as SchemaNode;
}

function checkKeywords(node: SchemaNode, at: string): void {
  const unknown = Object.keys(node).find((keyword) => !keywords.has(keyword));
  if (unknown !== undefined)
    throw new StructuralSchemaError(at, `the keyword ${unknown} is not allowed in a CRD`);
  if (typeof node['format'] === 'string' && !formats.has(node['format']))
    throw new StructuralSchemaError(at, `the API server does not know the format ${node['format']}`);
  if (node['properties'] !== undefined && node['additionalProperties'] !== undefined)
    throw new StructuralSchemaError(at, 'properties and additionalProperties exclude each other');
}

function checkType(node: SchemaNode, at: string): void {
  const mayLackType =
    node['x-kubernetes-int-or-string'] === true || node['x-kubernetes-preserve-unknown-fields'] === true;
  if (node['type'] === undefined && !mayLackType) throw new StructuralSchemaError(at, 'has no type');
  if (node['anyOf'] !== undefined && node['x-kubernetes-int-or-string'] !== true)
    throw new StructuralSchemaError(at, 'anyOf is only allowed to spell out int-or-string');
}

function keyProblem(key: string, items: SchemaNode): string | undefined {
  const member = (items['properties'] as Record<string, SchemaNode> | undefined)?.[key];
  if (member === undefined) return `the list key ${key} is no member of the entries`;
  const present = (items['required'] as readonly string[] | undefined)?.includes(key);
  return present || member['default'] !== undefined
    ? undefined
    : `the list key ${key} must be required or have a default`;
}

function checkList(node: SchemaNode, at: string): void {
  const keys = (node['x-kubernetes-list-map-keys'] ?? []) as readonly string[];
  if ((node['x-kubernetes-list-type'] === 'map') !== keys.length > 0)
    throw new StructuralSchemaError(at, 'a list of type map has keys, and only such a list');
  if (node['type'] === 'array' && node['items'] === undefined)
    throw new StructuralSchemaError(at, 'an array says what its items are');
  for (const key of keys) {
    const problem = keyProblem(key, node['items'] as SchemaNode);
    if (problem !== undefined) throw new StructuralSchemaError(at, problem);
  }
}

function withoutOurFormats(node: SchemaNode): SchemaNode {
  const { format, ...rest } = node;
  return typeof format === 'string' && ourFormats.has(format) ? rest : node;
}

function withChildren(node: SchemaNode, at: string): SchemaNode {
  const { properties, items, additionalProperties } = node;
  const children: Record<string, unknown> = {};
  if (properties !== undefined)
    children['properties'] = Object.fromEntries(
      Object.entries(properties as Record<string, SchemaNode>).map(([name, child]) => [
        name,
        checked(child, at === '' ? name : `${at}.${name}`),
      ]),
    );
  if (items !== undefined) children['items'] = checked(items as SchemaNode, `${at}[]`);
  if (additionalProperties !== undefined)
    children['additionalProperties'] = checked(additionalProperties as SchemaNode, `${at}{}`);
  return { ...node, ...children };
}

function checked(schema: SchemaNode, at: string): SchemaNode {
  const node = withoutOurFormats(schema);
  checkKeywords(node, at);
  checkType(node, at);
  checkList(node, at);
  return withChildren(node, at);
}

/**
 * A schema as a CRD may carry it ("structural schema" of the Kubernetes documentation).
 *
 * @throws {StructuralSchemaError} for what the API server would refuse
 */
export function structural(schema: object): SchemaNode {
  return checked(plain(schema), '');
}
