import type { Flag } from './flags.ts';
import type { LogLevel } from './log.ts';

const levels: readonly LogLevel[] = ['error', 'warn', 'info', 'debug', 'trace'];

/** `--log-level`. @param value the default, which may come from the environment */
export function logLevelFlag(value: string): Flag<LogLevel> {
  const parse = (word: string): LogLevel => {
    const level = levels.find((one) => one === word.toLowerCase());
    if (level === undefined) throw new Error(`expected one of ${levels.join(', ')}`);
    return level;
  };
  return {
    description: `Least important lines to log: ${levels.join(', ')}`,
    placeholder: 'LEVEL',
    default: parse(value),
    parse,
  };
}
