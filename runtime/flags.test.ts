import { describe, expect, it } from 'vitest';
import * as flag from './flags.ts';

const flags = {
  kubeconfig: flag.text('Path of a kubeconfig'),
  'leader-elect': flag.boolean('Let one of several replicas do the work', true),
  'concurrent-workers': flag.integer('Objects at once', 5),
  'renew-deadline': flag.duration('Give up after', 40),
  nameservers: flag.list('Resolvers', ['system']),
  metrics: flag.listenAddress('Address for metrics', '0.0.0.0:9402'),
  'feature-gates': flag.featureGates({
    NameConstraints: { default: true },
    OtherNames: { default: false },
    Settled: { default: true, locked: true },
  }),
};

function parse(...argv: string[]) {
  return flag.parseFlags({ command: 'certloom controller', summary: 'Issue', flags, argv });
}

function mistake(...argv: string[]): { code: number; text: string } {
  try {
    parse(...argv);
  } catch (error) {
    if (error instanceof flag.FlagExit) return { code: error.exitCode, text: error.message };
    throw error;
  }
  throw new Error('no mistake');
}

describe('a command line', () => {
  it('without flags means the defaults', () => {
    expect(parse().values).toEqual({
      kubeconfig: '',
      'leader-elect': true,
      'concurrent-workers': 5,
      'renew-deadline': 40,
      nameservers: ['system'],
      metrics: { host: '0.0.0.0', port: 9402 },
      'feature-gates': { NameConstraints: true, OtherNames: false, Settled: true },
    });
  });

  it('takes --flag=value and --flag value', () => {
    expect(parse('--kubeconfig=/a', '--concurrent-workers', '7').values).toMatchObject({
      kubeconfig: '/a',
      'concurrent-workers': 7,
    });
  });

  it('takes switches alone and with a value, and they swallow nothing', () => {
    expect(parse('--leader-elect', '--kubeconfig=/a').values['leader-elect']).toBe(true);
    expect(parse('--leader-elect=false').values['leader-elect']).toBe(false);
    expect(parse('--leader-elect=F').values['leader-elect']).toBe(false);
    expect(mistake('--leader-elect', 'false').text).toContain('unexpected argument "false"');
  });

  it('takes durations as Go writes them', () => {
    expect(parse('--renew-deadline=1m30s').values['renew-deadline']).toBe(90);
  });

  it('takes lists with commas, repeated, or empty', () => {
    expect(parse('--nameservers=a,b', '--nameservers', 'c').values.nameservers).toEqual(['a', 'b', 'c']);
    expect(parse('--nameservers=').values.nameservers).toEqual([]);
  });

  it('takes a value that begins with a dash', () => {
    expect(parse('--nameservers', '-approver').values.nameservers).toEqual(['-approver']);
  });

  it('takes addresses, with 0 for none', () => {
    expect(parse('--metrics=:80').values.metrics).toEqual({ host: '', port: 80 });
    expect(parse('--metrics=[::1]:80').values.metrics).toEqual({ host: '::1', port: 80 });
    expect(parse('--metrics=0').values.metrics).toBeUndefined();
  });

  it('takes feature gates, in one flag or several', () => {
    const { values } = parse(
      '--feature-gates=NameConstraints=false,Settled=true',
      '--feature-gates=OtherNames=true',
    );

    expect(values['feature-gates']).toEqual({ NameConstraints: false, OtherNames: true, Settled: true });
  });

  it('lets the last of two flags count', () => {
    expect(parse('--kubeconfig=/a', '--kubeconfig=/b').values.kubeconfig).toBe('/b');
  });

  it('may have positional arguments where the command says so', () => {
    const options = { command: 'certloom check', summary: 'Check', flags, positional: 'PATH' };
    const { values, positional } = flag.parseFlags({
      ...options,
      argv: ['a', '--leader-elect', 'b', '--', '--c'],
    });

    expect(values['leader-elect']).toBe(true);
    expect(positional).toEqual(['a', 'b', '--c']);
  });
});

describe('a mistake on the command line', () => {
  it.each([
    [['--leader-elct=true'], 'unknown flag --leader-elct (did you mean --leader-elect?)'],
    [['--completely-different'], 'unknown flag --completely-different'],
    [['-x'], 'unknown flag -x'],
    [['--kubeconfig'], 'flag --kubeconfig needs a value'],
    [
      ['--concurrent-workers=many'],
      'invalid value "many" for flag --concurrent-workers: expected a whole number',
    ],
    [['--leader-elect=maybe'], 'invalid value "maybe" for flag --leader-elect: expected true or false'],
    [['--metrics=9402'], 'invalid value "9402" for flag --metrics: expected host:port, :port, or 0 for none'],
    [['more'], 'unexpected argument "more"'],
    [
      ['--feature-gates=NameConstraint=true'],
      'invalid value "NameConstraint=true" for flag --feature-gates: unknown feature gate NameConstraint (did you mean NameConstraints?)',
    ],
    [
      ['--feature-gates=Settled=false'],
      'invalid value "Settled=false" for flag --feature-gates: feature gate Settled is locked to true',
    ],
  ])('%j is one line and exit code 2', (argv, line) => {
    expect(mistake(...argv)).toEqual({ code: 2, text: `certloom controller: ${line}\n` });
  });

  it('of units is explained', () => {
    expect(mistake('--renew-deadline=40').text).toContain('is not a duration');
  });

  it('is not asking for help, which shows every flag with its default', () => {
    const { code, text } = mistake('--help');

    expect(code).toBe(0);
    expect(text).toContain('--renew-deadline <DURATION>');
    expect(text).toMatch(/Give up after \(default\s+40s\)/);
  });
});
