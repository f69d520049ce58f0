import { type FunctionSize, type SourceFile, importCycles, readSourceFiles, rooms } from './source-files.ts';

/** The figures of style.md, "Names, sizes, syntax"; the limits themselves are the linter's. */
export interface Sizes {
  readonly files: number;
  readonly medianFile: number;
  readonly longestFile: SourceFile | undefined;
  readonly longestFunction: (FunctionSize & { readonly path: string }) | undefined;
  readonly cycles: readonly (readonly string[])[];
}

/** Of the product's own source: tests are counted for cycles only. */
export function measure(all: readonly SourceFile[]): Sizes {
  const files = all.filter(({ isTest }) => !isTest);
  const byLength = [...files].sort((one, other) => one.lines - other.lines);
  const functions = files.flatMap(({ path, functions: sizes }) => sizes.map((size) => ({ ...size, path })));
  return {
    files: files.length,
    medianFile: byLength[Math.floor(byLength.length / 2)]?.lines ?? 0,
    longestFile: byLength.at(-1),
    longestFunction: functions.sort((one, other) => other.lines - one.lines)[0],
    cycles: importCycles(all),
  };
}

export function describeSizes({ files, medianFile, longestFile, longestFunction, cycles }: Sizes): string {
  const longest = longestFunction && `${longestFunction.path}:${longestFunction.line}`;
  return [
    `source files        ${files}`,
    `median file         ${medianFile} lines (aim: 120 at most)`,
    `longest file        ${longestFile?.lines ?? 0} lines (limit: 400), ${longestFile?.path ?? 'none'}`,
    `longest function    ${longestFunction?.lines ?? 0} lines (limit: 60), ${longest ?? 'none'}`,
    `import cycles       ${cycles.length}${cycles.map((cycle) => `\n  ${cycle.join(' -> ')}`).join('')}`,
  ].join('\n');
}

if (import.meta.main) {
  process.stdout.write(`${describeSizes(measure(readSourceFiles([...rooms, 'tools', 'bench', 'test'])))}\n`);
}
