import { describe, expect, it } from 'vitest';
import { importCycles, sourceFile } from './source-files.ts';

describe('reading a source file', () => {
  const text = `import { a } from 'express';
import type { B } from '../api/b.ts';
export * from './c.ts';
type D = import('../pki/d.ts').D;
export async function e() {
  await import('./f.ts');
}
`;
  const file = sourceFile('webhook/example.ts', text);

  it('finds every way to import, and where it leads', () => {
    expect(file.imports).toEqual([
      { specifier: 'express' },
      { specifier: '../api/b.ts', file: 'api/b.ts' },
      { specifier: './c.ts', file: 'webhook/c.ts' },
      { specifier: '../pki/d.ts', file: 'pki/d.ts' },
      { specifier: './f.ts', file: 'webhook/f.ts' },
    ]);
  });

  it('counts the lines of the file and of its functions', () => {
    expect(file.lines).toBe(7);
    expect(file.functions).toEqual([{ line: 5, lines: 3 }]);
  });
});

describe('import cycles', () => {
  const importing = (path: string, ...specifiers: string[]) =>
    sourceFile(path, specifiers.map((specifier) => `import '${specifier}';\n`).join(''));

  it('are told with the files along the way', () => {
    const files = [
      importing('api/a.ts', './b.ts'),
      importing('api/b.ts', './c.ts'),
      importing('api/c.ts', './b.ts'),
    ];

    expect(importCycles(files)).toEqual([['api/b.ts', 'api/c.ts', 'api/b.ts']]);
  });

  it('are none where two files share a third', () => {
    const files = [
      importing('api/a.ts', './b.ts', './c.ts'),
      importing('api/b.ts', './c.ts'),
      importing('api/c.ts'),
    ];

    expect(importCycles(files)).toEqual([]);
  });
});
