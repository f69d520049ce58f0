import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../bundle.ts';
import { takeLock } from '../cache-lock.ts';
import { repository } from '../toolchain.ts';

/** `node tools/bundle/refresh.ts DIRECTORY`: bundles the sources of this checkout, unless another process just did. */
async function refresh(directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const release = await takeLock(join(directory, 'lock'), () => {});
  try {
    if (!isFresh(directory)) await bundle(join(directory, 'certloom.js'), { keepOldParts: true });
  } finally {
    await release();
  }
}

function isFresh(directory: string): boolean {
  return spawnSync(join(import.meta.dirname, 'is-fresh.sh'), [repository, directory]).status === 0;
}

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('name the directory of the bundle');
await refresh(directory);
