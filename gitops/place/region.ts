import type { Violation } from '../../api/rule.ts';
import type { Manifest } from '../read/read-manifests.ts';
import { fieldSegments } from './field-path.ts';
import type { Found, Locator, Place, Range } from './locate.ts';

/** Only its first line: what is wrong with a whole object or list is shown where that begins. */
function firstLine({ start, end }: Range, text: string): Range {
  const line = text.slice(start, end).search(/\r?\n/);
  return { start, end: line < 0 ? end : start + line };
}

/** What stands where it does not belong is shown by its name, what says something wrong by what it says. */
function chosen({ key, value, isScalar, anchor }: Place, kind: Violation['kind']): Range | undefined {
  const byValue = anchor !== undefined || (isScalar && kind !== 'Forbidden');
  return byValue ? (value ?? key) : (key ?? value);
}

/** The name of the object, else the beginning of the document. */
function wholeObject(manifest: Manifest, locate: Locator): Range {
  const { depth, place } = locate(manifest, 'metadata.name');
  const { start } = manifest.slice;
  return (depth === 2 ? place.value : (place.key ?? place.value)) ?? { start, end: start + 1 };
}

/** What a violation is shown at: the value, the name of the member, or for what is missing what it is missing from. */
export function regionOf(
  manifest: Manifest,
  { field, kind }: Violation,
  locate: Locator,
): { readonly range: Range; readonly found: Found } {
  const found = locate(manifest, field);
  const isThere = found.depth === fieldSegments(field).length;
  const range = isThere ? chosen(found.place, kind) : (found.place.key ?? found.place.value);
  const known = found.depth === 0 || range === undefined ? wholeObject(manifest, locate) : range;
  return { range: firstLine(known, manifest.source.text), found };
}
