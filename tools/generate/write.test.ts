import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { bringUpToDate, staleness } from './write.ts';

const outputs = [
  { path: 'schemas/group/a.json', content: 'a\n' },
  { path: 'docs/page.md', content: 'page\n' },
];
const folders = ['schemas/'];

let folder: string;
let root: URL;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certloom-generate-'));
  root = pathToFileURL(`${folder}/`);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('generated files', () => {
  it('are all stale where there are none', () => {
    expect(staleness(root, outputs, folders)).toEqual({ changed: outputs, left: [] });
  });

  it('are fresh once they are written', () => {
    bringUpToDate(root, staleness(root, outputs, folders));

    expect(readFileSync(join(folder, 'docs/page.md'), 'utf8')).toBe('page\n');
    expect(staleness(root, outputs, folders)).toEqual({ changed: [], left: [] });
  });

  it('are stale one by one', () => {
    bringUpToDate(root, staleness(root, outputs, folders));
    writeFileSync(join(folder, 'docs/page.md'), 'edited by hand\n');

    expect(staleness(root, outputs, folders).changed).toEqual([outputs[1]]);
  });

  it('do not stay behind in a folder of theirs when nothing makes them any more', () => {
    mkdirSync(join(folder, 'schemas/group'), { recursive: true });
    writeFileSync(join(folder, 'schemas/group/old.json'), '');
    writeFileSync(join(folder, 'note.md'), 'not in a generated folder');

    const stale = staleness(root, outputs, folders);
    bringUpToDate(root, stale);

    expect(stale.left).toEqual(['schemas/group/old.json']);
    expect(staleness(root, outputs, folders).left).toEqual([]);
    expect(readFileSync(join(folder, 'note.md'), 'utf8')).toContain('not in');
  });
});
