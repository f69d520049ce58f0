import { metadataText } from '../members.ts';
import { messageOf, objectReference, type Fix, type Problem, type Raised } from '../problem.ts';
import type { Fault, Manifest } from '../read/read-manifests.ts';
import type { Violation } from '../../api/rule.ts';
import { fieldOf } from './field-path.ts';
import { positionAt } from './lines.ts';
import { createLocator, type Found, type Locator } from './locate.ts';
import { regionOf } from './region.ts';
import { respelt } from './respelt.ts';
import { oddWords } from './words.ts';

/** Where whoever runs a KRM function says that an object comes from. */
const pathAnnotations = ['internal.config.kubernetes.io/path', 'config.kubernetes.io/path'];

/** `path: shop/certificate.yaml` of `config.kubernetes.io/origin`, as kustomize writes it, or the file of a KRM function. */
function originOf({ object }: Manifest): string | undefined {
  const origin = metadataText(object, 'annotations', 'config.kubernetes.io/origin') ?? '';
  const [stated] = pathAnnotations.flatMap((key) => metadataText(object, 'annotations', key) ?? []);
  return /^path: (.+)$/m.exec(origin)?.[1] ?? stated;
}

/** What comes out of an anchor is not mended where it is used. */
function fixOf({ manifest, replacement }: Raised, { place }: Found): Fix | undefined {
  if (replacement === undefined || place.value === undefined || place.anchor !== undefined) return undefined;
  const { value: range } = place;
  const text = respelt(manifest.source.text.slice(range.start, range.end), replacement);
  return text === undefined ? undefined : { range, text };
}

function problemOf(raised: Raised, locate: Locator): Problem {
  const { rule, level, manifest, violation } = raised;
  const { range, found } = regionOf(manifest, violation, locate);
  const { anchor } = found.place;
  const from = anchor === undefined ? '' : ` (from the anchor &${anchor})`;
  const fix = fixOf(raised, found);
  const origin = originOf(manifest);
  return {
    rule,
    level,
    message: messageOf(level, violation) + from,
    source: manifest.source,
    document: manifest.document,
    start: positionAt(manifest.source, range.start),
    end: positionAt(manifest.source, range.end),
    violation,
    object: objectReference(manifest),
    path: manifest.path,
    ...(fix && { fix }),
    ...(origin !== undefined && { origin }),
  };
}

function documentOf({ manifest: { source, document } }: Raised): string {
  return `${source.path} ${document}`;
}

/** Finds where everything raised is. */
export function located(raised: readonly Raised[]): readonly Problem[] {
  const locate = createLocator();
  const byDocument = raised.toSorted((a, b) =>
    documentOf(a) < documentOf(b) ? -1 : Number(documentOf(a) > documentOf(b)),
  );
  return byDocument.map((item) => problemOf(item, locate));
}

/** What keeps a text from being read. */
function problemOfSyntax({ source, document, text, range }: Fault): Problem {
  return {
    rule: 'manifest/is-yaml',
    level: 'error',
    message: text,
    source,
    document,
    start: positionAt(source, range.start),
    end: positionAt(source, range.end),
  };
}

/** A member that is stated twice. */
function problemOfDouble(fault: Fault): Problem {
  const { source, first, path = [], manifest } = fault;
  const field = fieldOf(path.slice(manifest?.path.length ?? 0));
  const before = first === undefined ? '' : `, first in line ${positionAt(source, first).line}`;
  const detail = `is stated twice${before}; some tools take the first, some the last, some neither`;
  const violation: Violation = { field, kind: 'Forbidden', detail };
  return {
    ...problemOfSyntax(fault),
    rule: 'manifest/keys-are-unique',
    message: messageOf('error', violation),
    violation,
    ...(manifest && { object: objectReference(manifest), path: manifest.path }),
  };
}

export function problemOfFault(fault: Fault): Problem {
  return fault.kind === 'syntax' ? problemOfSyntax(fault) : problemOfDouble(fault);
}

/** Words that mean something else to other tools; those of a List are told of once. */
export function problemsOfWords(manifest: Manifest): readonly Problem[] {
  const { source, document, slice, path } = manifest;
  if (path.length > 0 && path.at(-1) !== 0) return [];
  return oddWords(source, slice).map(({ written, plain, range, isKey }) => ({
    rule: 'gitops/words-are-plain',
    level: 'note',
    message: `${written} means ${plain} to Kubernetes, and something else to other tools; write ${isKey ? `"${written}" or ` : ''}${plain}`,
    source,
    document,
    start: positionAt(source, range.start),
    end: positionAt(source, range.end),
    object: objectReference(manifest),
    path,
    ...(!isKey && { fix: { range, text: plain } }),
  }));
}
