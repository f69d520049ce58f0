import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path/posix';
import type { Problem } from '../problem.ts';
import type { Outcome } from './outcome.ts';

/** The top of the working tree of git that a folder is in; the folder itself outside of any. */
export function topOf(folder: string): string {
  const above = (from: string): string | undefined => {
    if (existsSync(join(from, '.git'))) return from;
    return dirname(from) === from ? undefined : above(dirname(from));
  };
  return above(folder) ?? folder;
}

/** Where services that show a repository show a problem. */
export interface Where {
  /** From the top of the working tree. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** What was rendered is shown at its origin, whose lines nobody knows. */
  readonly isRendered: boolean;
}

function fromTop(path: string, { cwd, top }: Outcome['tree']): string {
  const whole = resolve(cwd, path);
  const inside = relative(top, whole);
  return inside.startsWith('..') ? whole : inside;
}

/** @param tree where the command ran */
export function whereIs({ source, start, end, origin }: Problem, tree: Outcome['tree']): Where {
  if (!source.isFile && origin !== undefined && existsSync(resolve(tree.cwd, origin)))
    return { path: fromTop(origin, tree), line: 1, column: 1, endLine: 1, endColumn: 2, isRendered: true };
  return {
    path: source.isFile ? fromTop(source.path, tree) : source.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    isRendered: false,
  };
}

/** The message, with the line of the rendered text where that is not where the problem is shown. */
export function messageAt({ message, start }: Problem, { isRendered }: Where): string {
  return isRendered ? `${message} (line ${start.line} of what was rendered)` : message;
}
