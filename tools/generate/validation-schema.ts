import { challengePayload } from '../../api/challenge-payload/schema.ts';
import { wholeObject } from '../../api/schema/kind.ts';
import { crdKinds } from './crd-kinds.ts';
import { plain, type SchemaNode } from './structural.ts';

/** Text about a schema, and words only the API server acts on. */
const dropped = new Set(['description', 'default', 'format', 'anyOf']);

const bounds: Readonly<Record<string, SchemaNode>> = {
  int32: { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  int64: { minimum: -(2 ** 63), maximum: 2 ** 63 },
};

/** A subschema is worth a function of its own from this size on, in characters of JSON. */
const worthSharing = 120;

function typeFacts(node: SchemaNode): SchemaNode {
  if (node['x-kubernetes-int-or-string'] === true) return { type: ['integer', 'string'] };
  const format = typeof node['format'] === 'string' ? node['format'] : undefined;
  if (node['type'] === 'integer') return bounds[format ?? 'int64'] ?? {};
  return format === undefined ? {} : { format };
}

/** The part of a schema that a validator acts on. */
function checkable(node: SchemaNode): SchemaNode {
  const result: Record<string, unknown> = { ...typeFacts(node) };
  for (const [keyword, value] of Object.entries(node)) {
    if (dropped.has(keyword) || keyword.startsWith('x-kubernetes-')) continue;
    result[keyword] = keyword === 'properties' ? mapValues(value as SchemaNode) : nested(keyword, value);
  }
  return result;
}

function nested(keyword: string, value: unknown): unknown {
  return keyword === 'items' || keyword === 'additionalProperties' ? checkable(value as SchemaNode) : value;
}

function mapValues(properties: SchemaNode): SchemaNode {
  return Object.fromEntries(
    Object.entries(properties).map(([name, child]) => [name, checkable(child as SchemaNode)]),
  );
}

function* subschemas(node: SchemaNode): Generator<SchemaNode> {
  const children = [
    ...Object.values((node['properties'] ?? {}) as SchemaNode),
    node['items'],
    node['additionalProperties'],
  ];
  for (const child of children) {
    if (typeof child !== 'object' || child === null) continue;
    yield child as SchemaNode;
    yield* subschemas(child as SchemaNode);
  }
}

/** What occurs more than once, as JSON: SecretKeyRefs, and whole pod templates. */
function repeated(roots: readonly SchemaNode[]): readonly string[] {
  const seen = new Map<string, number>();
  for (const root of roots)
    for (const node of subschemas(root)) {
      const json = JSON.stringify(node);
      if (json.length >= worthSharing) seen.set(json, (seen.get(json) ?? 0) + 1);
    }
  return [...seen].filter(([, times]) => times > 1).map(([json]) => json);
}

/** Puts a reference in place of every shared subschema; the root itself stays. */
function withReferences(node: SchemaNode, names: ReadonlyMap<string, string>): SchemaNode {
  const refer = (child: SchemaNode): SchemaNode => {
    const name = names.get(JSON.stringify(child));
    return name === undefined ? withReferences(child, names) : { $ref: `#/$defs/${name}` };
  };
  const result: Record<string, unknown> = { ...node };
  if (node['properties'] !== undefined)
    result['properties'] = Object.fromEntries(
      Object.entries(node['properties'] as SchemaNode).map(([name, child]) => [
        name,
        refer(child as SchemaNode),
      ]),
    );
  for (const keyword of ['items', 'additionalProperties'])
    if (node[keyword] !== undefined) result[keyword] = refer(node[keyword] as SchemaNode);
  return result;
}

/** Schemas of everything that is validated, by kind. */
export function rootSchemas(): Readonly<Record<string, SchemaNode>> {
  const kinds = crdKinds.map(({ resource, schema }) => [
    resource.kind,
    checkable(plain(wholeObject(schema))),
  ]);
  return { ...Object.fromEntries(kinds), ChallengePayload: checkable(plain(challengePayload)) };
}

/** One schema with a definition for every kind, in which everything that repeats is written once. */
export function validationSchema(): {
  readonly $id: string;
  readonly $defs: Readonly<Record<string, SchemaNode>>;
} {
  const roots = rootSchemas();
  const shared = repeated(Object.values(roots));
  const names = new Map(shared.map((json, index) => [json, `shared${index}`]));
  const definitions = [
    ...Object.entries(roots),
    ...shared.map((json, index) => [`shared${index}`, JSON.parse(json) as SchemaNode] as const),
  ];
  return {
    $id: 'certloom',
    $defs: Object.fromEntries(definitions.map(([name, node]) => [name, withReferences(node, names)])),
  };
}
