import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const folders = [
  'tools/bundle',
  'api',
  'pki',
  'runtime',
  'dns',
  'webhook',
  'dns-solver',
  'controller',
  'gitops',
];
const files = ['certloom.ts', 'package.json', 'package-lock.json', 'tools/bundle.ts', 'api/rule.ts'];

describe('a checkout with a bundle that was made a moment ago', () => {
  let checkout: string;
  const inCheckout = (path: string) => join(checkout, path);
  const bundle = () => inCheckout('node_modules/.cache/certloom');

  beforeEach(() => {
    checkout = mkdtempSync(join(tmpdir(), 'certloom-checkout-'));
    for (const folder of folders) mkdirSync(inCheckout(folder), { recursive: true });
    for (const file of files) writeFileSync(inCheckout(file), '');
    mkdirSync(bundle(), { recursive: true });
    writeFileSync(join(bundle(), 'certloom.js'), '');
    // as if all that had been some time ago: times of changes cannot be set
    const soon = new Date(Date.now() + 10);
    utimesSync(join(bundle(), 'certloom.js'), soon, soon);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  });

  afterEach(() => rmSync(checkout, { recursive: true, force: true }));

  function isFresh(): boolean {
    const program = join(import.meta.dirname, 'is-fresh.sh');
    return spawnSync(program, [checkout, bundle()], { encoding: 'utf8' }).status === 0;
  }

  it('runs it', () => {
    expect(isFresh()).toBe(true);
  });

  it('makes it anew when a source was written', () => {
    writeFileSync(inCheckout('api/rule.ts'), 'export {};');

    expect(isFresh()).toBe(false);
  });

  it('makes it anew when a source was replaced by one that is older', () => {
    writeFileSync(inCheckout('old.ts'), '');
    utimesSync(inCheckout('old.ts'), 1, 1);
    renameSync(inCheckout('old.ts'), inCheckout('api/rule.ts'));

    expect(isFresh()).toBe(false);
  });

  it('makes it anew when a source is gone', () => {
    rmSync(inCheckout('api/rule.ts'));

    expect(isFresh()).toBe(false);
  });

  it('makes it anew when other packages were installed', () => {
    writeFileSync(inCheckout('node_modules/.package-lock.json'), '{}');

    expect(isFresh()).toBe(false);
  });

  it('makes it when there is none, or what it needs to know cannot be seen', () => {
    rmSync(inCheckout('pki'), { recursive: true });

    expect(isFresh()).toBe(false);

    rmSync(dirname(bundle()), { recursive: true });

    expect(isFresh()).toBe(false);
  });
});
