import { apiVersionOf } from '../../api/resource.ts';
import { wholeObject } from '../../api/schema/kind.ts';
import { crdKinds, type CrdKind } from './crd-kinds.ts';
import { partLike, parts } from './field-parts.ts';
import type { Output } from './output.ts';
import { plain, type SchemaNode } from './structural.ts';

interface Row {
  readonly path: string;
  readonly node: SchemaNode;
  readonly required: boolean;
}

function code(text: unknown): string {
  return `\`${String(text).replaceAll('|', '\\|')}\``;
}

/** A value as people write it into a manifest. */
function valueText(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}

/** Text in which nothing means anything to Markdown. */
function prose(text: string): string {
  return text.replace(/[|*_]/g, '\\$&').replaceAll('<', '&lt;');
}

function typeOf(node: SchemaNode): string {
  const part = partLike(node);
  if (part !== undefined) return `[${part.title}](#${part.title.toLowerCase()})`;
  if (node['type'] === 'array') return `list of ${typeOf(node['items'] as SchemaNode)}`;
  if (node['additionalProperties'] !== undefined)
    return `map to ${typeOf(node['additionalProperties'] as SchemaNode)}`;
  if (node['x-kubernetes-int-or-string'] === true) return 'quantity';
  return node['type'] === undefined ? 'any JSON' : formatOf(node);
}

function formatOf(node: SchemaNode): string {
  const words: Record<string, string> = {
    byte: 'base64',
    'date-time': 'time',
    'go-duration': 'duration',
  };
  return words[String(node['format'])] ?? String(node['type']);
}

/** Values, bounds and default in a few words; those of the entries for a list. */
function limitsOf(node: SchemaNode): string {
  if (node['type'] === 'array') return limitsOf(node['items'] as SchemaNode);
  const words: readonly (readonly [keyword: string, word: string])[] = [
    ['minimum', 'at least'],
    ['maximum', 'at most'],
    ['minLength', 'shortest'],
    ['maxLength', 'longest'],
    ['pattern', 'pattern'],
    ['default', 'default'],
  ];
  const values = node['enum'] as readonly unknown[] | undefined;
  return [
    ...(values === undefined ? [] : [values.map(code).join(', ')]),
    ...words.flatMap(([keyword, word]) => {
      const value = node[keyword];
      return value === undefined ? [] : [`${word} ${code(valueText(value))}`];
    }),
  ].join('; ');
}

function inner(node: SchemaNode): SchemaNode {
  const child = (node['items'] ?? node['additionalProperties']) as SchemaNode | undefined;
  return child === undefined ? node : inner(child);
}

function suffix(node: SchemaNode): string {
  if (node['items'] !== undefined) return `[]${suffix(node['items'] as SchemaNode)}`;
  return '';
}

/** Members of members, down to what has a section of its own. */
function* rowsOf(node: SchemaNode, path: string): Generator<Row> {
  const required = new Set((node['required'] ?? []) as readonly string[]);
  for (const [name, child] of Object.entries((node['properties'] ?? {}) as Record<string, SchemaNode>)) {
    const at = path === '' ? name : `${path}.${name}`;
    yield { path: at, node: child, required: required.has(name) };
    const below = inner(child);
    if (partLike(below) === undefined) yield* rowsOf(below, at + suffix(child));
  }
}

function tableOf(rows: Iterable<Row>): string {
  const lines = [...rows].map(({ path, node, required }) => {
    const description = typeof node['description'] === 'string' ? prose(node['description']) : '';
    const limits = [required ? 'required' : '', limitsOf(node)].filter((text) => text !== '').join('; ');
    return `| ${code(path)} | ${typeOf(node)} | ${limits} | ${description} |`;
  });
  return ['| Field | Type | Limits | Meaning |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

function kindSection({ resource, schema }: CrdKind): string {
  const heading = `## ${resource.kind}\n\n${code(apiVersionOf(resource))}. ${prose(schema.description)}\n`;
  if (resource.kind === 'ClusterIssuer') return `${heading}\nIts fields are those of an [Issuer](#issuer).\n`;
  const { properties } = plain(wholeObject(schema));
  const { spec, status } = properties as Record<string, SchemaNode>;
  const rows = tableOf(rowsOf({ properties: { spec, status }, required: ['spec'] }, ''));
  return `${heading}\n${rows}\n`;
}

const introduction = `# Fields

Every field of the six kinds, printed from the schemas in \`api/\` by \`make generate\`. \`kubectl explain\` says the same.
A *duration* is written as Go writes it, with the units h, m, s, ms, us, ns and none for days: 90 days are \`2160h\`.
What is said to be so "when left out" is not stored; only a *default* is.

`;

/** `docs/fields.md`. */
export function fieldReference(): Output {
  const kinds = crdKinds.map(kindSection);
  const shapes = parts.map(
    ({ title, description, schema }) =>
      `## ${title}\n\n${prose(description)}\n\n${tableOf(rowsOf(schema, ''))}\n`,
  );
  return { path: 'docs/fields.md', content: introduction + [...kinds, ...shapes].join('\n') };
}
