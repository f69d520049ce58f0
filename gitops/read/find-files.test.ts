import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFiles } from './find-files.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'files-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function lay(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), '');
  }
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  symlinkSync(target, join(folder, path));
}

const found = (...paths: readonly string[]) => findFiles(paths, folder, () => false);

describe('the files below a folder', () => {
  it('are those that look like manifests, in hidden folders too, but not those that nobody wrote', () => {
    lay('a.yaml', 'b/c.yml', 'b/d.JSON', 'b/e.txt', '.deploy/f.yaml', '.git/g.yaml', 'node_modules/h.json');

    expect(found('.').toSorted()).toEqual(['.deploy/f.yaml', 'a.yaml', 'b/c.yml', 'b/d.JSON']);
  });

  it('are found through links, each once, and links that lead round or nowhere do no harm', () => {
    lay('base/a.yaml', 'app/own.yaml');
    link('app/base', '../base');
    link('app/again.yaml', '../base/a.yaml');
    link('app/round', '.');
    link('app/nowhere.yaml', 'x');

    expect(found('app').toSorted()).toEqual(['app/again.yaml', 'app/own.yaml']);
    expect(found('app', 'base').toSorted()).toEqual(['app/own.yaml', 'base/a.yaml']);
  });

  it('are the same by whatever name they are asked for', () => {
    lay('a/b.yaml');

    expect(found('a', './a/', 'a/b.yaml', 'a/*.yaml', join(folder, 'a'))).toEqual(['a/b.yaml']);
  });
});
