import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'rolldown';
import { lean } from './bundle/lean.ts';
import { repository } from './toolchain.ts';

/** Where the image and the npm package find the program; the parts that roles load are in the folder beside it. */
export const bundleFile = join(repository, 'dist', 'certloom.js');

/** What the image sets for the program, and `bin/certloom`: several arenas are for programs with many busy threads. */
export const programEnvironment = { MALLOC_ARENA_MAX: '1' } as const;

/** What these modules do when loaded concerns nobody else, so that what is not used of them can go. */
const withoutEffects = /node_modules.(@kubernetes.client-node|typebox)\b/;

export interface BundleOptions {
  /** Those younger than a day, for processes that have not loaded all of the program yet; default false. */
  readonly keepOldParts?: boolean;
}

/**
 * Bundles the entry point, all roles and every library into `file` and the folder `parts` beside it, of which each role
 * loads what it needs. The file comes last and at once, and is as old as the beginning: what changed since is not in it.
 */
export async function bundle(file: string, { keepOldParts = false }: BundleOptions = {}): Promise<void> {
  const began = new Date();
  const parts = join(dirname(file), 'parts');
  const chunks = await buildChunks();
  await mkdir(parts, { recursive: true });
  await removeParts(parts, keepOldParts ? began.getTime() - dayMs : Number.POSITIVE_INFINITY);
  for (const { fileName, code, isEntry } of chunks) {
    const path = isEntry ? `${file}.new` : join(dirname(file), fileName);
    await writeFile(path, ascii(code));
  }
  await utimes(`${file}.new`, began, began);
  await rename(`${file}.new`, file);
}

const dayMs = 24 * 3600 * 1000;

async function removeParts(directory: string, writtenBeforeMs: number): Promise<void> {
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    if ((await stat(path)).mtimeMs < writtenBeforeMs) await rm(path);
  }
}

async function buildChunks() {
  const { output } = await build({
    input: join(repository, 'certloom.ts'),
    platform: 'node',
    plugins: [lean()],
    treeshake: { moduleSideEffects: (id) => !withoutEffects.test(id) },
    write: false,
    output: {
      format: 'esm',
      chunkFileNames: 'parts/[name]-[hash].js',
      // names stay: stacks in logs are to be read
      minify: {
        compress: true,
        mangle: { toplevel: true, keepNames: true },
        codegen: { removeWhitespace: true },
      },
    },
  });
  return output.map((part) => {
    if (part.type === 'chunk') return part;
    throw new Error(`the bundle has a file that is no program: ${part.fileName}`);
  });
}

/** One character beyond Latin 1 and V8 keeps two bytes for each character of the file. */
function ascii(code: string): string {
  // oxlint-disable-next-line no-control-regex
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

if (import.meta.main) await bundle(bundleFile);
