import { describe, expect, it } from 'vitest';
import { TerminalFailure } from '../../api/failure.ts';
import { formatStep, stepOfFailure } from './step.ts';

describe('a failure of a provider', () => {
  it.each([
    ['InvalidSolverConfig', 'configuration'],
    ['SecretNotFound', 'credentials'],
    ['Forbidden', 'credentials'],
    ['DnspodNoCredentials', 'credentials'],
    ['CloudflareAccessDenied', 'credentials'],
    ['DnsUpdateNotAuthorized', 'credentials'],
    ['AlidnsZoneNotFound', 'zone'],
    ['DnsUpdateZoneNotFound', 'zone'],
    ['DnspodPlanLimit', 'plan'],
    ['DnspodThrottled', 'present'],
  ] as const)('for the reason %s is about %s', (reason, name) => {
    expect(stepOfFailure(new TerminalFailure(reason, 'no'), 'present').name).toBe(name);
  });

  it('has its remedy after the last semicolon', () => {
    const failure = new TerminalFailure('DnspodAccessDenied', 'refused: a; b (Code); check the key');

    expect(formatStep(stepOfFailure(failure, 'present'))).toBe(
      'FAIL  credentials    refused: a; b (Code)\n                     -> check the key\n',
    );
  });

  it('is thrown on when it is a bug', () => {
    expect(() => stepOfFailure(new TypeError('x is undefined'), 'present')).toThrow(TypeError);
  });
});
