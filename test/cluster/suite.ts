import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { StopOptions } from './control-plane.ts';

interface Startable {
  readonly dir: string;
  stop(options?: StopOptions): Promise<void>;
}

/**
 * Starts something before the tests of a `describe` and stops it after them. When one of them fails, its logs are kept and
 * where they are is printed.
 *
 * @returns what was started; only within tests and hooks
 */
export function startedFor<T extends Startable>(start: () => Promise<T>): () => T {
  let started: T | undefined;
  let failed = false;
  beforeAll(async () => {
    started = await start();
  });
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => {
      failed = true;
    });
  });
  afterAll(async () => {
    await started?.stop({ keepLogs: failed });
    if (failed && started !== undefined)
      process.stderr.write(`the logs of this suite are kept in ${started.dir}\n`);
  });
  return () => {
    if (started === undefined)
      throw new Error('it is started before the first test, not while they are declared');
    return started;
  };
}
