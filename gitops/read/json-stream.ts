/** Where a text of one JSON value begins and ends; the end is not part of it. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

/** The offset behind the string that begins at `start`. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** The offset behind the object that begins at `start`; `undefined` when it does not end. */
function objectEnd(text: string, start: number): number | undefined {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const letter = text[at];
    if (letter === '"') {
      at = stringEnd(text, at);
      continue;
    }
    if (letter === '{') depth += 1;
    if (letter === '}') depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return undefined;
}

/**
 * Objects of JSON one after the other, as `kubectl get -o json` and jq write them and kubectl reads them.
 *
 * @returns `undefined` when the text is something else
 */
export function jsonObjects(text: string): readonly Slice[] | undefined {
  const slices: Slice[] = [];
  let start = text.search(/\S/);
  while (start >= 0 && start < text.length) {
    const end = text[start] === '{' ? objectEnd(text, start) : undefined;
    if (end === undefined) return undefined;
    slices.push({ start, end });
    const gap = text.slice(end).search(/\S/);
    start = gap < 0 ? -1 : end + gap;
  }
  return slices;
}
