import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Output } from './output.ts';

/** What is on disk beside what should be. */
export interface Staleness {
  /** Files that are missing or say something else. */
  readonly changed: readonly Output[];
  /** Files in a generated folder that nothing generates any more. */
  readonly left: readonly string[];
}

function contentOf(file: URL): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function filesIn(root: URL, folder: string): readonly string[] {
  try {
    return readdirSync(fileURLToPath(new URL(folder, root)), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(fileURLToPath(root), join(entry.parentPath, entry.name)));
  } catch {
    return [];
  }
}

/** @param folders in which every file is generated, from the root, ending in a slash */
export function staleness(root: URL, outputs: readonly Output[], folders: readonly string[]): Staleness {
  const wanted = new Set(outputs.map(({ path }) => path));
  return {
    changed: outputs.filter(({ path, content }) => contentOf(new URL(path, root)) !== content),
    left: folders.flatMap((folder) => filesIn(root, folder)).filter((path) => !wanted.has(path)),
  };
}

export function bringUpToDate(root: URL, { changed, left }: Staleness): void {
  for (const { path, content } of changed) {
    const file = new URL(path, root);
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, content);
  }
  for (const path of left) rmSync(new URL(path, root));
}
