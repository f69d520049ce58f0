import { isMap, isScalar, type YAMLMap } from 'yaml';
import { yamlDocuments } from '../read/kubernetes-yaml.ts';

function rootMap(text: string): YAMLMap {
  const [document] = yamlDocuments(text);
  const root: unknown = document?.contents;
  if (!isMap(root)) throw new Error('the text is no map');
  return root;
}

function rangeOf(node: unknown): readonly [number, number, number] {
  const { range } = node as { readonly range?: readonly [number, number, number] | null };
  if (!range) throw new Error('a node without a range');
  return range;
}

/** Whether a text is one map in braces, as JSON is. */
export function isFlow(text: string): boolean {
  return rootMap(text).flow === true;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The comma that separates a member in braces goes with it: the one before, or for the first one that behind. */
function withComma(text: string, start: number, end: number): string {
  const before = text.slice(0, start);
  const behind = text.slice(end);
  return /,\s*$/.test(before)
    ? before.replace(/,\s*$/, '') + behind
    : before + behind.replace(/^\s*,\s*/, '');
}

function without(text: string, name: string): string {
  const root = rootMap(text);
  const pair = root.items.find(({ key }) => isScalar(key) && key.value === name);
  if (pair === undefined) return text;
  const [start, keyEnd] = rangeOf(pair.key);
  const [, valueEnd, nodeEnd] = pair.value === null ? [0, keyEnd, keyEnd] : rangeOf(pair.value);
  return root.flow === true
    ? withComma(text, start, valueEnd)
    : text.slice(0, lineStart(text, start)) + text.slice(nodeEnd);
}

/**
 * The text of a map with one member changed, and all else as it was: comments, order, layout.
 *
 * @param value how it is written, behind the colon; `undefined` takes the member out
 */
export function withMember(text: string, name: string, value: string | undefined): string {
  const rest = without(text, name);
  if (value === undefined) return rest;
  const root = rootMap(rest);
  const [, valueEnd, nodeEnd] = rangeOf(root);
  if (root.flow === true) {
    const comma = root.items.length > 0 ? ', ' : '';
    const inside = rest.slice(0, valueEnd - 1).replace(/,?\s*$/, '');
    return `${inside}${comma}"${name}": ${value}}${rest.slice(valueEnd)}`;
  }
  const before = rest.slice(0, nodeEnd);
  const lineFeed = before === '' || before.endsWith('\n') ? '' : '\n';
  return `${before}${lineFeed}${name}:${value}${rest.slice(nodeEnd)}`;
}
