import { lineOf, positionAt } from '../place/lines.ts';
import type { Source } from '../source.ts';
import { parseDirective } from './directive.ts';
import type { Ignore } from './ignore.ts';

const marker = /#[ \t]*certloom:ignore\b[ \t:]*([^\r\n]*)/g;

function isContent(text: string): boolean {
  return text.trim() !== '' && !/^\s*#/.test(text);
}

function indentOf(text: string): number {
  return text.search(/\S/);
}

function isBoundary(text: string): boolean {
  return /^(---|\.\.\.)(\s|$)/.test(text);
}

/** The line that a comment on a line of its own is about. */
function nextContent(source: Source, line: number, lines: number): number {
  let next = line + 1;
  while (next < lines && !isContent(lineOf(source, next))) next += 1;
  return next;
}

/** Whether nothing of the document stands before a line. */
function opensDocument(source: Source, line: number): boolean {
  let before = line - 1;
  while (before > 0 && !isContent(lineOf(source, before))) before -= 1;
  return before === 0 || isBoundary(lineOf(source, before));
}

/** The last line of what begins in a line: everything further to the right, or all of the document. */
function lastLine(source: Source, first: number, lines: number): number {
  const whole = opensDocument(source, first);
  const indent = indentOf(lineOf(source, first));
  let line = first;
  while (line < lines) {
    const text = lineOf(source, line + 1);
    if (isBoundary(text) || (!whole && isContent(text) && indentOf(text) <= indent)) break;
    line += 1;
  }
  return line;
}

function ignoreAt(source: Source, match: RegExpExecArray, lines: number): Ignore {
  const range = { start: match.index, end: match.index + match[0].length };
  const { line, column } = positionAt(source, match.index);
  const isAlone =
    lineOf(source, line)
      .slice(0, column - 1)
      .trim() === '';
  const first = isAlone ? nextContent(source, line, lines) : line;
  const last = isAlone ? lastLine(source, first, lines) : line;
  return {
    ...parseDirective(match[1] ?? ''),
    covers: ({ source: other, start }) => other === source && start.line >= first && start.line <= last,
    at: { source, range, document: 0 },
  };
}

/**
 * `# certloom:ignore RULE[,RULE] reason`: behind something it is about that line, on a line of its own about what begins in
 * the next one, and at the head of a document about all of it.
 */
export function ignoresInComments(source: Source): readonly Ignore[] {
  if (!source.text.includes('certloom:ignore')) return [];
  const lines = source.text.split('\n').length;
  return Array.from(source.text.matchAll(marker), (match) => ignoreAt(source, match, lines));
}
