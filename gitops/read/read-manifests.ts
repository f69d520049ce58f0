import type { KubeObject } from '../../api/resource.ts';
import type { Source } from '../source.ts';
import type { Segment } from '../place/field-path.ts';
import { type DocumentFault, faultsOf } from './faults.ts';
import { jsonObjects, type Slice } from './json-stream.ts';
import { type YamlDocument, yamlDocuments } from './kubernetes-yaml.ts';
import { holdsActions, isTemplate } from './template.ts';

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

/** Why a document can't be read, and what it is about where that is known. */
export interface Fault extends DocumentFault {
  readonly source: Source;
  readonly document: number;
  readonly manifest?: Manifest;
}

/** What is in a text. */
export interface Reading {
  readonly manifests: readonly Manifest[];
  readonly faults: readonly Fault[];
  /** Whether it is a template of Helm, which is no manifest yet. */
  readonly isTemplate: boolean;
}

interface Parsed {
  readonly slice: Slice;
  readonly value: unknown;
  readonly faults: readonly DocumentFault[];
  readonly isTemplate: boolean;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The values of `toJS` may not be had when aliases multiply beyond measure. */
function valueOf(document: YamlDocument): Pick<Parsed, 'value' | 'faults'> {
  const faults = faultsOf(document);
  if (faults.some(({ kind }) => kind === 'syntax')) return { value: undefined, faults };
  try {
    return { value: document.toJS(), faults };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const [start] = document.range;
    return { value: undefined, faults: [{ kind: 'syntax', text, range: { start, end: start + 1 } }] };
  }
}

/** Offsets in a document become those in the whole text. */
function shifted(fault: DocumentFault, by: number): DocumentFault {
  const { range, first } = fault;
  return {
    ...fault,
    range: { start: range.start + by, end: range.end + by },
    ...(first !== undefined && { first: first + by }),
  };
}

function* parsedDocuments(text: string, offset: number): Generator<Parsed> {
  const mayBeTemplate = holdsActions(text);
  for (const document of yamlDocuments(text)) {
    const [start, , end] = document.range;
    const { value, faults } = valueOf(document);
    yield {
      slice: { start: start + offset, end: end + offset },
      value,
      faults: faults.map((fault) => shifted(fault, offset)),
      isTemplate: mayBeTemplate && isTemplate(document, text),
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

function isBelow(path: readonly Segment[], { path: own }: Found): boolean {
  return own.every((step, index) => path[index] === step);
}

/** What bytes say that are no UTF-8 is anybody's guess. */
function unreadable(source: Source): Reading {
  const start = Math.max(0, source.text.indexOf('\uFFFD'));
  const text = 'the file is not UTF-8; save it as UTF-8';
  const fault: Fault = { source, document: 0, kind: 'syntax', text, range: { start, end: start + 1 } };
  return { manifests: [], faults: [fault], isTemplate: false };
}

/** Finds the manifests in a text. */
export function readManifests(source: Source): Reading {
  if (!source.isUtf8) return unreadable(source);
  const manifests: Manifest[] = [];
  const faults: Fault[] = [];
  let document = 0;
  let anyTemplate = false;
  for (const { slice, value, faults: own, isTemplate } of parsed(source.text)) {
    const found = [...objectsIn(value, [])].map((one): Manifest => ({ source, document, slice, ...one }));
    for (const fault of own) {
      const manifest = found.find((one) => isBelow(fault.path ?? [], one));
      faults.push({ ...fault, source, document, ...(fault.path && manifest && { manifest }) });
    }
    for (const manifest of found) manifests.push(manifest);
    document += 1;
    anyTemplate ||= isTemplate;
  }
  return { manifests, faults, isTemplate: anyTemplate };
}
