import { readFile } from 'node:fs/promises';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** What vitest's JSON reporter writes, as far as it is counted. */
interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly success: boolean;
}

/** @param texts of the result files; `undefined` where a run left none: it did not get that far */
export function count(texts: readonly (string | undefined)[]): Counts {
  const counts = texts.map(countOne);
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function countOne(text: string | undefined): Counts {
  if (text === undefined) return { passed: 0, failed: 1 };
  const { numPassedTests: passed, numFailedTests: failed, success } = JSON.parse(text) as Results;
  return { passed, failed: success ? failed : Math.max(failed, 1) }; // a file that does not load has no failed test
}

/** `make test` ends with one line over all runs: `N passed, N failed`. */
if (import.meta.main) {
  const files = process.argv.slice(2);
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => undefined)));
  const { passed, failed } = count(texts);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
