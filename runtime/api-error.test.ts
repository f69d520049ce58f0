import { describe, expect, it } from 'vitest';
import { Failure } from '../api/failure.ts';
import {
  apiErrorFrom,
  isAlreadyExists,
  isConflict,
  isForbidden,
  isGone,
  isInvalid,
  isNamespaceTerminating,
  isNotFound,
} from './api-error.ts';

function status(code: number, reason: string, more: object = {}): string {
  return JSON.stringify({
    kind: 'Status',
    status: 'Failure',
    code,
    reason,
    message: `it was ${reason}`,
    ...more,
  });
}

describe('an error answer of the API server', () => {
  it('is a failure with the reason and the message of its Status', () => {
    const error = apiErrorFrom(409, status(409, 'Conflict'));

    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({ code: 409, reason: 'Conflict', message: 'it was Conflict', retry: true });
  });

  it.each([
    [400, false],
    [401, true],
    [403, false],
    [409, true],
    [413, false],
    [422, false],
    [429, true],
    [500, true],
    [503, true],
  ])('%i may pass by itself: %s', (code, retry) => {
    expect(apiErrorFrom(code, '{}').retry).toBe(retry);
  });

  it('tells a conflict from a name that is taken, though both are 409', () => {
    expect(isConflict(apiErrorFrom(409, status(409, 'Conflict')))).toBe(true);
    expect(isConflict(apiErrorFrom(409, status(409, 'AlreadyExists')))).toBe(false);
    expect(isAlreadyExists(apiErrorFrom(409, status(409, 'AlreadyExists')))).toBe(true);
  });

  it('says what it is', () => {
    expect(isNotFound(apiErrorFrom(404, ''))).toBe(true);
    expect(isForbidden(apiErrorFrom(403, ''))).toBe(true);
    expect(isInvalid(apiErrorFrom(422, ''))).toBe(true);
    expect(isGone(apiErrorFrom(410, ''))).toBe(true);
    expect(isGone(new Error('Gone'))).toBe(false);
  });

  it('says to start over when the resourceVersion lies in the future', () => {
    const details = { retryAfterSeconds: 1, causes: [{ reason: 'ResourceVersionTooLarge' }] };

    expect(isGone(apiErrorFrom(504, status(504, 'Timeout', { details })))).toBe(true);
  });

  it('knows a namespace on its way out', () => {
    const details = { causes: [{ reason: 'NamespaceTerminating' }] };

    expect(isNamespaceTerminating(apiErrorFrom(403, status(403, 'Forbidden', { details })))).toBe(true);
  });

  it('says when to come back: Retry-After, else the Status, else for what is forbidden five minutes', () => {
    const details = { retryAfterSeconds: 7 };

    expect(apiErrorFrom(429, status(429, 'TooManyRequests', { details }), '3').retryAfterSeconds).toBe(3);
    expect(apiErrorFrom(429, status(429, 'TooManyRequests', { details })).retryAfterSeconds).toBe(7);
    expect(apiErrorFrom(403, status(403, 'Forbidden')).retryAfterSeconds).toBe(300);
    expect(apiErrorFrom(500, status(500, 'InternalError')).retryAfterSeconds).toBeUndefined();
  });

  it('repeats nothing of a body that is not a Status', () => {
    const error = apiErrorFrom(502, '<html>proxy at 10.1.2.3 says no</html>');

    expect(error).toMatchObject({ reason: 'Http502', message: 'The API server answered 502 Http502' });
  });
});
