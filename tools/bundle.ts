import { join } from 'node:path';
import { build } from 'rolldown';
import { repository } from './toolchain.ts';

/** Where the image and the npm package find the program. */
export const bundleFile = join(repository, 'dist', 'certloom.js');

/** Bundles the entry point, all roles and every library into one file. */
export async function bundle(file: string): Promise<void> {
  await build({
    input: join(repository, 'certloom.ts'),
    platform: 'node',
    output: { file, format: 'esm', codeSplitting: false, minify: false },
  });
}

if (import.meta.main) await bundle(bundleFile);
