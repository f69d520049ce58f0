import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSourceFiles, rooms } from '../source-files.ts';

const substitute = readFileSync(join(import.meta.dirname, 'undici.mjs'), 'utf8');

describe("undici's part that is bundled", () => {
  it('has everything that the sources import', () => {
    const imported = readSourceFiles([...rooms])
      .filter(({ isTest }) => !isTest)
      .flatMap(({ text }) => [...text.matchAll(/^import \{([^}]*)\} from 'undici';/gm)])
      .flatMap(([, names = '']) => names.split(','))
      .map((name) => name.trim().replace(/ as .*$/, ''))
      .filter((name) => name !== '' && !name.startsWith('type '));

    const exported = [...substitute.matchAll(/^export .*$/gm)].join(' ');

    expect(imported.length).toBeGreaterThan(5);
    for (const name of imported) expect(exported).toMatch(new RegExp(`\\b${name}\\b`));
  });
});
