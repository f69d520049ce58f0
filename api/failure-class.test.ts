import { describe, expect, it } from 'vitest';
import { TerminalFailure, TransientFailure } from './failure.ts';
import { failureClass } from './failure-class.ts';

describe('the class of a failure', () => {
  it.each([
    ['a broken connection', new TransientFailure('AcmeServerUnreachable', ''), 'passing'],
    [
      'what says when to come back',
      new TransientFailure('TooManyRequests', '', { retryAfterSeconds: 5 }),
      'throttled',
    ],
    ['a rate limit of the CA', new TransientFailure('AcmeRateLimited', ''), 'throttled'],
    ['a name that the CA refuses', new TerminalFailure('AcmeRejectedIdentifier', ''), 'rejected'],
    ['a Secret that is missing', new TerminalFailure('SecretMissing', ''), 'misconfigured'],
  ])('of %s', (_, failure, expected) => {
    expect(failureClass(failure)).toBe(expected);
  });
});
