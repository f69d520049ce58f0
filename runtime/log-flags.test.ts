import { describe, expect, it } from 'vitest';
import { parseFlags } from './flags.ts';
import { logFlags, logSettings } from './log-flags.ts';

function logOf(argv: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { values, withoutEffect } = parseFlags({
    command: 'certloom webhook',
    summary: '',
    flags: logFlags(env),
    argv,
  });
  return logSettings(values, withoutEffect);
}

describe('flags about the log', () => {
  it.each([
    [[], 'info'],
    [['--log-level=warn'], 'warn'],
    [['--v=0'], 'error'],
    [['--v', '2'], 'info'],
    [['-v=4'], 'debug'],
    [['-v', '6'], 'trace'],
    [['--log-level=warn', '--v=5'], 'trace'],
  ])('%j mean level %s', (argv, level) => {
    expect(logOf(argv)).toMatchObject({ level, format: 'json' });
  });

  it('may ask for text', () => {
    expect(logOf(['--logging-format=text']).format).toBe('text');
    expect(() => logOf(['--logging-format=xml'])).toThrow('expected one of json, text');
  });

  it('say which of them change nothing', () => {
    expect(
      logOf(['--vmodule=*=2', '--log-flush-frequency=5s']).withoutEffect.map(({ flag }) => flag),
    ).toEqual(['--log-flush-frequency', '--vmodule']);
  });

  it.each(['--v=loud', '--v=-1', '--log-level=loud'])('%s is refused', (flag) => {
    expect(() => logOf([flag])).toThrow(/^certloom webhook: invalid value/);
  });
});
