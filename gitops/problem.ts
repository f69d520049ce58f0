import { describeViolation, type Violation } from '../api/rule.ts';
import type { Position } from './place/lines.ts';
import type { Range } from './place/locate.ts';
import type { Segment } from './place/field-path.ts';
import type { Manifest } from './read/read-manifests.ts';
import type { Level } from './rule.ts';
import type { Source } from './source.ts';

/** Something wrong with a manifest, before it is known where. */
export interface Raised {
  readonly rule: string;
  readonly level: Level;
  readonly manifest: Manifest;
  readonly violation: Violation;
  /** What to write in place of the value, where that means the same. */
  readonly replacement?: string;
}

/** Which object of the API a problem is with. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** What to write where, to mend a problem without changing what the manifest means. */
export interface Fix {
  readonly range: Range;
  readonly text: string;
}

/** Something wrong, and where: what reports are made of. */
export interface Problem {
  readonly rule: string;
  readonly level: Level;
  /** One line. */
  readonly message: string;
  readonly source: Source;
  /** Which document of the source, from 0. */
  readonly document: number;
  readonly start: Position;
  /** Behind the last character. */
  readonly end: Position;
  /** What is wrong with which field; absent where the text is no manifest. */
  readonly violation?: Violation;
  readonly object?: ObjectReference;
  /** How to get from the document to the object. */
  readonly path?: readonly Segment[];
  readonly fix?: Fix;
  /** The file that the object was rendered from, as kustomize notes it. */
  readonly origin?: string;
}

export function objectReference({ object }: Manifest): ObjectReference {
  const { apiVersion = '', kind = '', metadata } = object;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const namespace = text(metadata.namespace);
  return { apiVersion, kind, name: text(metadata.name), ...(namespace !== '' && { namespace }) };
}

/** What people read: the words of Kubernetes for problems with a field, for doubts only the doubt. */
export function messageOf(level: Level, violation: Violation): string {
  return level === 'error' ? describeViolation(violation) : `${violation.field}: ${violation.detail}`;
}

const weights: Readonly<Record<Level, number>> = { error: 0, warning: 1, note: 2 };

/** Whether a level is at least as bad as another. */
export function isAtLeast(level: Level, threshold: Level): boolean {
  return weights[level] <= weights[threshold];
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** In the order of the text, whatever the order in which rules were asked. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (a, b) =>
      compareTexts(a.source.path, b.source.path) ||
      a.start.line - b.start.line ||
      a.start.column - b.start.column ||
      weights[a.level] - weights[b.level] ||
      compareTexts(a.rule, b.rule) ||
      compareTexts(a.message, b.message),
  );
}
