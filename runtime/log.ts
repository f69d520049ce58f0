import type { Writable } from 'node:stream';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** One line: a fixed sentence, with what varies as fields beside it. */
export type WriteLine = (fields: object, sentence: string) => void;

/** Where a part of the program writes what it did; never secrets (they are struck out by name all the same). */
export interface Log {
  readonly error: WriteLine;
  readonly warn: WriteLine;
  readonly info: WriteLine;
  readonly debug: WriteLine;
  readonly trace: WriteLine;
  /** A log whose lines all carry these fields. */
  child(fields: object): Log;
}

export interface LogOptions {
  readonly level: LogLevel;
  /** Standard output when left out. */
  readonly stream?: Writable;
}

/** JSON lines. */
export function createLogger(options: LogOptions): Log {
  throw new Error('not built yet', { cause: options });
}

const ignore: WriteLine = () => {};

/** Writes nothing: for tests. */
export const silentLog: Log = {
  error: ignore,
  warn: ignore,
  info: ignore,
  debug: ignore,
  trace: ignore,
  child: () => silentLog,
};
