import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { repository } from './toolchain.ts';

/** One of our source files, with what the figures and the import table need to know of it. */
export interface SourceFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly isTest: boolean;
  readonly imports: readonly Import[];
  readonly functions: readonly FunctionSize[];
}

export interface Import {
  /** As it stands there: `../api/kinds.ts`, `express`, `node:fs`. */
  readonly specifier: string;
  /** The file of ours it leads to, from the root of the repository; none for libraries and Node's modules. */
  readonly file?: string;
}

export interface FunctionSize {
  readonly line: number;
  readonly lines: number;
}

export const rooms = [
  'api',
  'pki',
  'runtime',
  'dns',
  'webhook',
  'dns-solver',
  'controller',
  'gitops',
] as const;
export type Room = (typeof rooms)[number];

/** Every TypeScript file below the folders, as far as they exist; generated ones are left out. */
export function readSourceFiles(folders: readonly string[]): readonly SourceFile[] {
  const existing = folders.filter((folder) => existsSync(join(repository, folder)));
  return existing.flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => join(folder, path))
      .filter((path) => path.endsWith('.ts') && !/(^|\/)(generated|node_modules)\//.test(path))
      .sort()
      .map((path) => sourceFile(path, readFileSync(join(repository, path), 'utf8'))),
  );
}

/** @param path from the root of the repository */
export function sourceFile(path: string, text: string): SourceFile {
  const imports: Import[] = [];
  const functions: FunctionSize[] = [];
  visit(parseAst(text, { lang: 'ts' }), (node) => {
    const specifier = node.source?.value;
    if (typeof specifier === 'string') imports.push(importOf(path, specifier));
    if (/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) {
      const lines = lineCount(text.slice(node.start, node.end));
      functions.push({ line: lineCount(text.slice(0, node.start)), lines });
    }
  });
  const isTest = path.endsWith('.test.ts') || path.startsWith('test/');
  return { path, text, lines: lineCount(text.trimEnd()), isTest, imports, functions };
}

/** A node of the syntax tree (ESTree), as far as it is looked at here. */
interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Of everything that imports: declarations, re-exports, `import()` and `import()` types. */
  readonly source?: { readonly value?: unknown } | null;
}

function visit(value: unknown, found: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, found);
  } else if (typeof value === 'object' && value !== null) {
    if ('type' in value && 'start' in value) found(value as SyntaxNode);
    for (const member of Object.values(value)) visit(member, found);
  }
}

function importOf(from: string, specifier: string): Import {
  if (!specifier.startsWith('.')) return { specifier };
  const target = resolve(repository, dirname(from), specifier);
  return { specifier, file: relative(repository, target) };
}

function lineCount(text: string): number {
  return text.split('\n').length;
}

/** Imports that lead back to where they started, each as the files along the way. */
export function importCycles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const cycles: string[][] = [];
  const done = new Set<string>();
  const follow = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push([...trail.slice(start), path]);
    if (start >= 0 || done.has(path)) return;
    for (const { file } of byPath.get(path)?.imports ?? []) {
      if (file !== undefined) follow(file, [...trail, path]);
    }
    done.add(path);
  };
  for (const { path } of files) follow(path, []);
  return cycles;
}
