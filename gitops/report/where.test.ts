import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../problem.ts';
import { sourceOf } from '../source.ts';
import { topOf, whereIs } from './where.ts';

let top = '';
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'where-'));
  mkdirSync(join(top, '.git'));
  mkdirSync(join(top, 'apps/shop'), { recursive: true });
  writeFileSync(join(top, 'apps/shop/base.yaml'), '');
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

function shown(path: string, origin?: string) {
  const cwd = join(top, 'apps/shop');
  const place = { line: 4, column: 3 };
  const problem: Problem = {
    rule: 'gitops/no-status',
    level: 'warning',
    message: 'x',
    source: sourceOf(path, ''),
    document: 0,
    start: place,
    end: place,
    ...(origin !== undefined && { origin }),
  };
  const { path: its, line } = whereIs(problem, { cwd, top: topOf(cwd) });
  return `${its}:${line}`;
}

describe('where a service that shows the repository shows a problem', () => {
  it('is counted from the top of the working tree, wherever the command ran', () => {
    expect(shown('shop.yaml')).toBe('apps/shop/shop.yaml:4');
    expect(shown('../x.yaml')).toBe('apps/x.yaml:4');
    expect(shown(join(top, 'y.yaml'))).toBe('y.yaml:4');
  });

  it('is a whole path outside of it', () => {
    expect(shown('/elsewhere/y.yaml')).toBe('/elsewhere/y.yaml:4');
  });

  it('is the file that it was rendered from, if that is known', () => {
    expect(shown('stdin', 'base.yaml')).toBe('apps/shop/base.yaml:1');
    expect(shown('stdin', 'gone.yaml')).toBe('stdin:4');
    expect(shown('stdin')).toBe('stdin:4');
  });
});
