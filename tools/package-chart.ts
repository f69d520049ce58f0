import { join } from 'node:path';
import { runOrThrow } from '../test/cluster/process.ts';
import { repository, toolPath } from './toolchain.ts';

const chart = join(repository, 'charts', 'certloom');

/** Lints the chart and packages it into `dist/`. */
if (import.meta.main) {
  for (const args of [
    ['lint', '--strict', chart],
    ['package', chart, '--destination', join(repository, 'dist')],
  ]) {
    process.stdout.write(await runOrThrow(toolPath('helm'), args));
  }
}
