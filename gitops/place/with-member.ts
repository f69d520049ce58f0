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

function without(text: string, root: YAMLMap, name: string): string {
  const pair = root.items.find(({ key }) => isScalar(key) && key.value === name);
  if (pair === undefined) return text;
  const [start, keyEnd] = rangeOf(pair.key);
  const [, valueEnd, nodeEnd] = pair.value === null ? [0, keyEnd, keyEnd] : rangeOf(pair.value);
  return root.flow === true
    ? withComma(text, start, valueEnd)
    : text.slice(0, lineStart(text, start)) + text.slice(nodeEnd);
}

/** How a value is written behind the colon: in a map in braces, as JSON is, and in one of lines. */
export interface Written {
  readonly inBraces: () => string;
  readonly inLines: () => string;
}

/**
 * The text of a map with one member changed, and all else as it was: comments, order, layout.
 *
 * @param value `undefined` takes the member out
 */
export function withMember(text: string, name: string, value: Written | undefined): string {
  const before = rootMap(text);
  const rest = without(text, before, name);
  if (value === undefined) return rest;
  const root = rest === text ? before : rootMap(rest);
  const [, valueEnd, nodeEnd] = rangeOf(root);
  if (root.flow === true) {
    const comma = root.items.length > 0 ? ', ' : '';
    const inside = rest.slice(0, valueEnd - 1).replace(/,?\s*$/, '');
    return `${inside}${comma}"${name}": ${value.inBraces()}}${rest.slice(valueEnd)}`;
  }
  const head = rest.slice(0, nodeEnd);
  const lineFeed = head === '' || head.endsWith('\n') ? '' : '\n';
  return `${head}${lineFeed}${name}:${value.inLines()}${rest.slice(nodeEnd)}`;
}
