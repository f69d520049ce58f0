import { metadataText } from '../members.ts';
import { messageOf, objectReference, type Fix, type Problem, type Raised } from '../problem.ts';
import type { Fault, Manifest } from '../read/read-manifests.ts';
import { positionAt } from './lines.ts';
import { createLocator, type Found, type Locator } from './locate.ts';
import { regionOf } from './region.ts';
import { respelt } from './respelt.ts';
import { oddWords } from './words.ts';

/** `path: shop/certificate.yaml` of `config.kubernetes.io/origin`, as kustomize writes it. */
function originOf({ object }: Manifest): string | undefined {
  const origin = metadataText(object, 'annotations', 'config.kubernetes.io/origin') ?? '';
  return /^path: (.+)$/m.exec(origin)?.[1];
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

const faultRules = { syntax: 'manifest/is-yaml', 'duplicate key': 'manifest/keys-are-unique' } as const;

/** What keeps a text from being read. */
export function problemOfFault({ source, document, kind, text, offset }: Fault): Problem {
  return {
    rule: faultRules[kind],
    level: 'error',
    message: text,
    source,
    document,
    start: positionAt(source, offset),
    end: positionAt(source, offset + 1),
  };
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
