import type { KubeObject } from '../../api/resource.ts';
import type { Source } from '../source.ts';
import { jsonObjects, type Slice } from './json-stream.ts';
import { type YamlDocument, yamlDocuments } from './kubernetes-yaml.ts';

/** A step from an object to one of its members or entries. */
export type Segment = string | number;

/** An object in a text, and where. */
export interface Manifest {
  readonly source: Source;
  /** Which document of the text, from 0. */
  readonly document: number;
  /** The text of the document. */
  readonly slice: Slice;
  /** How to get from the document to the object: empty, or `items`, 3 in a List. */
  readonly path: readonly Segment[];
  readonly object: KubeObject & Readonly<Record<string, unknown>>;
}

/** Why a document can't be read. */
export interface Fault {
  readonly source: Source;
  readonly document: number;
  readonly kind: 'syntax' | 'duplicate key';
  /** One line. */
  readonly text: string;
  readonly offset: number;
}

/** What is in a text. */
export interface Reading {
  readonly manifests: readonly Manifest[];
  readonly faults: readonly Fault[];
}

interface Parsed {
  readonly slice: Slice;
  readonly value: unknown;
  readonly faults: readonly Omit<Fault, 'source' | 'document'>[];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The values of `toJS` may not be had when aliases multiply beyond measure. */
function valueOf(document: YamlDocument): Pick<Parsed, 'value' | 'faults'> {
  const faults = document.errors.map((error) => ({
    kind: error.code === 'DUPLICATE_KEY' ? ('duplicate key' as const) : ('syntax' as const),
    text: (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, ''),
    offset: error.pos[0],
  }));
  if (faults.some(({ kind }) => kind === 'syntax')) return { value: undefined, faults };
  try {
    return { value: document.toJS(), faults };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { value: undefined, faults: [{ kind: 'syntax', text, offset: document.range[0] }] };
  }
}

function* parsedDocuments(text: string, offset: number): Generator<Parsed> {
  for (const document of yamlDocuments(text)) {
    const [start, , end] = document.range;
    const { value, faults } = valueOf(document);
    yield {
      slice: { start: start + offset, end: end + offset },
      value,
      faults: faults.map((fault) => ({ ...fault, offset: fault.offset + offset })),
    };
  }
}

/** JSON is YAML too, but for objects that follow each other without a `---`. */
function* parsed(text: string): Generator<Parsed> {
  const objects = text.trimStart().startsWith('{') ? jsonObjects(text) : undefined;
  for (const { start, end } of objects ?? [{ start: 0, end: text.length }])
    yield* parsedDocuments(objects ? text.slice(start, end) : text, start);
}

type Found = Pick<Manifest, 'path' | 'object'>;

/** The object itself, or those in a List of any kind. What has neither apiVersion nor kind is no manifest. */
function* objectsIn(value: unknown, path: readonly Segment[]): Generator<Found> {
  if (!isRecord(value)) return;
  const { apiVersion, kind, items } = value;
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    for (const [index, item] of items.entries()) yield* objectsIn(item, [...path, 'items', index]);
  } else if (typeof apiVersion === 'string' && typeof kind === 'string') {
    const metadata = isRecord(value['metadata']) ? value['metadata'] : {};
    yield { path, object: { ...value, metadata } };
  }
}

/** Finds the manifests in a text. */
export function readManifests(source: Source): Reading {
  const manifests: Manifest[] = [];
  const faults: Fault[] = [];
  let document = 0;
  for (const { slice, value, faults: own } of parsed(source.text)) {
    for (const fault of own) faults.push({ ...fault, source, document });
    for (const found of objectsIn(value, [])) manifests.push({ source, document, slice, ...found });
    document += 1;
  }
  return { manifests, faults };
}
