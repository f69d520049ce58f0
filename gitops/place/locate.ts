import { type Alias, type Pair, type YAMLMap, isAlias, isMap, isScalar, isSeq } from 'yaml';
import { yamlDocuments, type YamlDocument } from '../read/kubernetes-yaml.ts';
import type { Manifest } from '../read/read-manifests.ts';
import { fieldSegments } from './field-path.ts';

/** Offsets in the text of the source; the end is not part of it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where a field is. */
export interface Place {
  /** The name of the member; an entry of a list has none. */
  readonly key?: Range;
  /** Absent for a member whose value is left empty. */
  readonly value?: Range;
  /** Whether the value is text, a number or a word, and stands here itself. */
  readonly isScalar: boolean;
  /** `&name` of what stands elsewhere and is only referred to here. */
  readonly anchor?: string;
}

/** What was found on the way to a field. */
export interface Found {
  /** How many steps of the path exist. */
  readonly depth: number;
  readonly place: Place;
}

interface Step {
  readonly place: Place;
  readonly node: unknown;
}

/** What is left empty has no range. */
function rangeOf(node: unknown, offset: number): Range | undefined {
  if (node === null || node === undefined) return undefined;
  const { range } = node as { readonly range?: readonly [number, number, number] | null };
  return range && range[0] < range[1] ? { start: range[0] + offset, end: range[1] + offset } : undefined;
}

function placeOf(value: unknown, key: unknown, offset: number): Place {
  const keyRange = rangeOf(key, offset);
  const valueRange = rangeOf(value, offset);
  return {
    ...(keyRange && { key: keyRange }),
    ...(valueRange && { value: valueRange }),
    isScalar: isScalar(value) && valueRange !== undefined,
    ...(isAlias(value) && { anchor: value.source }),
  };
}

function keyText(pair: Pair): string {
  const value: unknown = isScalar(pair.key) ? pair.key.value : pair.key;
  return typeof value === 'symbol' ? (value.description ?? '') : String(value);
}

/** Walks down one document. */
class Walk {
  readonly #document: YamlDocument;
  readonly #offset: number;

  constructor(document: YamlDocument, offset: number) {
    this.#document = document;
    this.#offset = offset;
  }

  root(): Step {
    return this.#step(this.#document.contents, undefined, undefined);
  }

  /** One step down; `undefined` when there is no such member. */
  down({ node, place }: Step, segment: string): Step | undefined {
    const alias = place.anchor === undefined ? undefined : place;
    if (isSeq(node)) {
      const item: unknown = /^\d+$/.test(segment) ? node.items[Number(segment)] : undefined;
      return item === undefined ? undefined : this.#step(item, undefined, alias);
    }
    if (!isMap(node)) return undefined;
    const pair = node.items.find((candidate) => keyText(candidate) === segment);
    return pair ? this.#step(pair.value, pair.key, alias) : this.#merged(node, segment, alias);
  }

  /** What comes out of an anchor elsewhere is shown where the alias stands. */
  #step(value: unknown, key: unknown, alias: Place | undefined): Step {
    const node = isAlias(value) ? this.#resolved(value) : value;
    return { node, place: alias ?? placeOf(value, key, this.#offset) };
  }

  #resolved(alias: Alias): unknown {
    return alias.resolve(this.#document);
  }

  /** Looks into `<<: *base` and `<<: [*a, *b]`. */
  #merged(map: YAMLMap, segment: string, alias: Place | undefined): Step | undefined {
    const merges = map.items.filter((pair) => keyText(pair) === '<<');
    const values = merges.flatMap((pair) => (isSeq(pair.value) ? pair.value.items : [pair.value]));
    for (const value of values) {
      const from = this.#step(value, undefined, alias);
      const found = this.down(from, segment);
      if (found) return found;
    }
    return undefined;
  }
}

export type Locator = (manifest: Manifest, field: string) => Found;

/**
 * Finds fields in the texts of manifests. Texts are read anew, since to keep what was read takes much memory; the last
 * one is remembered, so ask for the fields of one document in a row.
 */
export function createLocator(): Locator {
  let last: { readonly manifest: Manifest; readonly walk: Walk } | undefined;
  const walkThrough = (manifest: Manifest): Walk => {
    const { source, slice } = manifest;
    if (last?.manifest.source !== source || last.manifest.slice.start !== slice.start) {
      const [document] = yamlDocuments(source.text.slice(slice.start, slice.end));
      if (document === undefined) throw new Error(`${source.path} has no document at ${slice.start}`);
      last = { manifest, walk: new Walk(document, slice.start) };
    }
    return last.walk;
  };
  return (manifest, field) => {
    const walk = walkThrough(manifest);
    const segments = fieldSegments(field);
    let step = walk.root();
    for (const segment of manifest.path) step = walk.down(step, String(segment)) ?? step;
    for (const [depth, segment] of segments.entries()) {
      const next = walk.down(step, segment);
      if (next === undefined) return { depth, place: step.place };
      step = next;
    }
    return { depth: segments.length, place: step.place };
  };
}
