import type { Source } from '../source.ts';

/** A place in a text as editors count: from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const known = new WeakMap<Source, readonly number[]>();

function lineStarts(source: Source): readonly number[] {
  let starts = known.get(source);
  if (starts === undefined) {
    starts = [0, ...Array.from(source.text.matchAll(/\n/g), ({ index }) => index + 1)];
    known.set(source, starts);
  }
  return starts;
}

/** Which line an offset is in, from 0. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function positionAt(source: Source, offset: number): Position {
  const starts = lineStarts(source);
  const line = lineAt(starts, offset);
  return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
}

/** The text of a line, counted from 1, without what ends it; empty for lines that there are not. */
export function lineOf(source: Source, line: number): string {
  const starts = lineStarts(source);
  const start = starts[line - 1];
  return start === undefined ? '' : source.text.slice(start, starts[line]).replace(/\r?\n$/, '');
}
