import { readFile } from 'node:fs/promises';
import { type Changing, createChanging } from './changing.ts';
import { type Clock, wait } from './clock.ts';
import type { Log } from './log.ts';

export interface TextFileOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

/** In seconds: mounted Secrets and ConfigMaps change without telling. */
const checkSeconds = 10;

/** What is in a file, read again every 10 s; while it cannot be read, what it said last. */
export function watchTextFile(options: TextFileOptions): Changing<string> {
  const content = createChanging<string>();
  void keepReading(options, (text) => {
    if (text !== content.current()) content.set(text);
  });
  return content;
}

/** Never rejects. */
async function keepReading(
  { path, clock, log, signal }: TextFileOptions,
  take: (text: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      take(await readFile(path, 'utf8'));
    } catch (error) {
      log.warn({ path, err: error }, 'A file could not be read');
    }
    await wait(clock, checkSeconds, signal);
  }
}
