import { isMap, isNode, isScalar, visit, type YAMLMap } from 'yaml';
import type { Segment } from '../place/field-path.ts';
import type { Slice } from './json-stream.ts';
import type { YamlDocument } from './kubernetes-yaml.ts';

/** Why a document can't be read, or not by everybody alike. */
export interface DocumentFault {
  readonly kind: 'syntax' | 'duplicate key';
  /** One line. */
  readonly text: string;
  readonly range: Slice;
  /** How to get from the document to the member; absent for what is no YAML. */
  readonly path?: readonly Segment[];
  /** Where the member is stated first. */
  readonly first?: number;
}

type YamlError = YamlDocument['errors'][number];

function plain({ message }: YamlError): string {
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}

/** Go's reader of YAML 1.1 refuses the version that it was not written for. */
function versionFault({ directives, range }: YamlDocument): DocumentFault | undefined {
  const { explicit, version } = directives.yaml;
  if (explicit !== true || version === '1.1') return undefined;
  const [start] = range;
  const text = `kubectl does not read documents that say %YAML ${version}; leave that out`;
  return { kind: 'syntax', text, range: { start, end: start + 1 } };
}

/** One mistake makes a parser stumble several times; a tab is the cause where there is one. */
function syntaxFault(errors: readonly YamlError[]): DocumentFault | undefined {
  const error = errors.find(({ code }) => code === 'TAB_AS_INDENT') ?? errors[0];
  if (error === undefined) return undefined;
  const [start, end] = error.pos;
  const text = error.code === 'TAB_AS_INDENT' ? 'a tab is no indentation in YAML; use spaces' : plain(error);
  return { kind: 'syntax', text, range: { start, end: Math.max(end, start + 1) } };
}

function keyOf({ key }: { readonly key: unknown }): unknown {
  return isScalar(key) ? key.value : undefined;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

interface Member {
  readonly path?: readonly Segment[];
  readonly first?: number;
  readonly end: number;
}

function doubleOf(map: YAMLMap, offset: number, ancestors: readonly unknown[]): Member | undefined {
  const pair = map.items.find(({ key }) => startOf(key) === offset);
  if (pair === undefined) return undefined;
  const first = startOf(map.items.find((candidate) => keyOf(candidate) === keyOf(pair))?.key);
  const end = (isNode(pair.key) ? pair.key.range?.[1] : undefined) ?? offset + 1;
  const path = [...stepsThrough([...ancestors, map]), String(keyOf(pair))];
  return { end, path, ...(first !== undefined && { first }) };
}

/** The path to the member that begins at an offset, and where its double begins. */
function memberAt(document: YamlDocument, offset: number): Member {
  let found: Member | undefined;
  visit(document, {
    Map(_key, map, ancestors) {
      found ??= doubleOf(map, offset, ancestors);
      return found && visit.BREAK;
    },
  });
  return found ?? { end: offset + 1 };
}

/** The steps from the document down to the last of these nodes, each the parent of the next. */
function stepsThrough(nodes: readonly unknown[]): readonly Segment[] {
  return nodes.flatMap((node, index): readonly Segment[] => {
    const next = nodes[index + 1];
    if (typeof node !== 'object' || node === null || next === undefined) return [];
    if (isMap(node)) return stepInto(node, next);
    const items: unknown = 'items' in node ? node.items : undefined;
    return Array.isArray(items) ? [items.indexOf(next)] : [];
  });
}

function stepInto(map: YAMLMap, next: unknown): readonly Segment[] {
  const pair = map.items.find((candidate) => candidate === next);
  return pair ? [String(keyOf(pair))] : [];
}

/** What keeps a document from being read, and every member that it states twice. */
export function faultsOf(document: YamlDocument): readonly DocumentFault[] {
  const { errors } = document;
  const doubles = errors.filter(({ code }) => code === 'DUPLICATE_KEY');
  const others = errors.filter(({ code }) => code !== 'DUPLICATE_KEY');
  const syntax = syntaxFault(others) ?? versionFault(document);
  if (syntax) return [syntax];
  return doubles.map((error): DocumentFault => {
    const [start] = error.pos;
    const { end, ...member } = memberAt(document, start);
    return { kind: 'duplicate key', text: plain(error), range: { start, end }, ...member };
  });
}
