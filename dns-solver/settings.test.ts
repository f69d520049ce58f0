import { describe, expect, it } from 'vitest';
import { FlagExit } from '../runtime/flags.ts';
import { readSettings } from './settings.ts';

const names = '--dynamic-serving-dns-names=solver.certloom.svc';

function refusal(args: readonly string[], env: NodeJS.ProcessEnv = {}): FlagExit {
  try {
    readSettings(args, env);
  } catch (error) {
    if (error instanceof FlagExit) return error;
    throw error;
  }
  throw new Error('the flags were taken');
}

describe('the command line of the solver', () => {
  it('needs little: groups, and the names of the Service', () => {
    expect(readSettings(['--group-name=acme.dnspod.com,acme.imroc.cc', names], {})).toMatchObject({
      kubeconfig: undefined,
      securePort: 6443,
      groups: ['acme.dnspod.com', 'acme.imroc.cc'],
      certificate: {
        from: 'own',
        caSecret: { name: 'certloom-dns-solver-ca' },
        dnsNames: ['solver.certloom.svc'],
        lifetimeSeconds: 604_800,
      },
      log: { level: 'info' },
    });
  });

  it('takes what the chart of the older webhook gives: GROUP_NAME, LOG_LEVEL and files', () => {
    const args = ['--tls-cert-file=/tls/tls.crt', '--tls-private-key-file=/tls/tls.key'];

    expect(readSettings(args, { GROUP_NAME: 'acme.dnspod.com', LOG_LEVEL: 'debug' })).toMatchObject({
      groups: ['acme.dnspod.com'],
      certificate: { from: 'files', certificateFile: '/tls/tls.crt', keyFile: '/tls/tls.key' },
      log: { level: 'debug' },
    });
  });

  it('prefers a flag to the environment', () => {
    const env = { GROUP_NAME: 'acme.imroc.cc', LOG_LEVEL: 'debug' };

    expect(readSettings(['--group-name=acme.dnspod.com', '--log-level=warn', names], env)).toMatchObject({
      groups: ['acme.dnspod.com'],
      log: { level: 'warn' },
    });
  });

  it.each([
    ['no group', [names], {}, 'GROUP_NAME'],
    ['a group in upper case', ['--group-name=Acme.dnspod.com', names], {}, 'is not an API group'],
    ['a group of one label', ['--group-name=acme', names], {}, 'is not an API group'],
    ['no name for the certificate', ['--group-name=a.b'], {}, '--dynamic-serving-dns-names'],
    ['a certificate without its key', ['--group-name=a.b', '--tls-cert-file=x'], {}, 'belong together'],
    ['a level there is not', [names], { GROUP_NAME: 'a.b', LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    ['a flag there is not', ['--group-names=a.b'], {}, '--group-names'],
  ] as const)('refuses %s in words, with exit code 2', (...[, args, env, words]) => {
    const { exitCode, message } = refusal(args, env);

    expect(exitCode).toBe(2);
    expect(message).toContain(words);
  });
});
