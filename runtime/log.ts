import type { Writable } from 'node:stream';
import pino from 'pino';
import { asText, type LineSink } from './log-text.ts';
import { redact } from './redact.ts';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** `text` is for people who read along, in the manner of Kubernetes' own components. */
export type LogFormat = 'json' | 'text';

/** One line: a fixed sentence, with what varies as fields beside it. */
export type WriteLine = (fields: object, sentence: string) => void;

/** Where a part of the program writes what it did; never secrets (they are struck out all the same, see redact.ts). */
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
  /** JSON when left out. */
  readonly format?: LogFormat;
  /** Standard output when left out. */
  readonly stream?: Writable;
}

/** Lines of JSON, unless text is wanted: `level` as a word, `time` in RFC 3339, `msg`, and the fields. An `err` field may be an Error. */
export function createLogger(options: LogOptions): Log {
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // pino would lay out `err` before our formatter sees it, and shows more of an error than we want to
    serializers: { err: (value: unknown) => value },
    formatters: { level: (word) => ({ level: word }), log: redactFields },
  };
  const stream = streamOf(options);
  return wrap(stream === undefined ? pino(settings) : pino(settings, stream));
}

/** Without one pino writes to standard output by itself, and faster. */
function streamOf({ format, stream }: LogOptions): LineSink | undefined {
  return format === 'text' ? asText(stream ?? process.stdout) : stream;
}

/** pino's formatters leave a child's own fields alone, so those are redacted here. */
function wrap(logger: pino.Logger): Log {
  return {
    error: (fields, sentence) => logger.error(fields, sentence),
    warn: (fields, sentence) => logger.warn(fields, sentence),
    info: (fields, sentence) => logger.info(fields, sentence),
    debug: (fields, sentence) => logger.debug(fields, sentence),
    trace: (fields, sentence) => logger.trace(fields, sentence),
    child: (fields) => wrap(logger.child(redactFields(fields))),
  };
}

function redactFields(fields: object): Record<string, unknown> {
  return redact(fields) as Record<string, unknown>;
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
