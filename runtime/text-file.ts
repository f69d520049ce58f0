import { readFile } from 'node:fs/promises';
import { type Changing, createChanging } from './changing.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import { reread } from './reread.ts';

export interface TextFileOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

/** What is in a file, read again every 10 s; while it cannot be read, what it said last. */
export function watchTextFile({ path, clock, log, signal }: TextFileOptions): Changing<string> {
  const content = createChanging<string>();
  void reread({
    read: () => readFile(path, 'utf8'),
    take(text) {
      if (text !== content.current()) content.set(text);
    },
    complain: (error) => log.warn({ path, err: error }, 'A file could not be read'),
    clock,
    signal,
  });
  return content;
}
