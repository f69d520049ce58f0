import * as flag from './flags.ts';
import { createLogger, type Log, type LogFormat, type LogLevel } from './log.ts';
import { logLevelFlag } from './log-level.ts';

/** What is logged, and how. */
export interface LogSettings {
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Told as soon as there is a log. */
  readonly withoutEffect: readonly flag.WithoutEffect[];
}

/** cert-manager's levels: 0 error, 1 warn, 2 info, 3 extended, 4 debug, 5 trace. */
const byVerbosity: readonly LogLevel[] = ['error', 'warn', 'info', 'info', 'debug'];

const verbosity: flag.Flag<LogLevel | undefined> = {
  description:
    "cert-manager's way to state --log-level, which it beats: 0 error, 1 warn, 2 info, 4 debug, 5 trace",
  placeholder: 'NUMBER',
  letter: 'v',
  default: undefined,
  parse(given) {
    if (!/^\d{1,9}$/.test(given)) throw new Error('expected a whole number from 0');
    return byVerbosity[Number(given)] ?? 'trace';
  },
};

/** @param env `LOG_LEVEL` is the default */
export function logFlags(env: NodeJS.ProcessEnv) {
  return {
    'log-level': logLevelFlag(env['LOG_LEVEL'] || 'info'),
    v: verbosity,
    'logging-format': flag.choice('How lines are written', ['json', 'text'], 'json'),
    'log-flush-frequency': flag.noEffect('lines are written at once'),
    vmodule: flag.noEffect('the log has one level'),
  };
}

export function logSettings(
  values: flag.FlagValues<ReturnType<typeof logFlags>>,
  withoutEffect: readonly flag.WithoutEffect[],
): LogSettings {
  return { level: values.v ?? values['log-level'], format: values['logging-format'], withoutEffect };
}

/** The log that the command line asks for; it begins with the flags that change nothing. */
export function startLog({ withoutEffect, ...options }: LogSettings): Log {
  const log = createLogger(options);
  for (const stated of withoutEffect) log.info(stated, 'A flag has no effect');
  return log;
}
