import { describe, expect, it } from 'vitest';

import { TerminalFailure, TransientFailure } from '../../api/failure.ts';
import { errorOf } from './answers.ts';
import { failureFromLogin, failureFromSigning, isTokenRefused } from './classify.ts';

const answer = (status: number, ...errors: readonly string[]) => ({ status, data: { errors } });
const what = 'Post "https://vault.example/v1/pki/sign/web"';

describe('what a Vault says went wrong', () => {
  it.each<[string, readonly string[], string]>([
    ['a sentence', ['unknown role: web'], 'unknown role: web'],
    ['a list of one', ['1 error occurred:\n\t* permission denied\n\n'], 'permission denied'],
    [
      'a list of two',
      ['2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n'],
      'permission denied; invalid token',
    ],
    [
      'instants, which differ each time',
      [
        'cannot satisfy request, as TTL would result in notAfter of 2036-01-01T00:00:00Z that is beyond the expiration of the CA certificate at 2027-01-01T00:00:00Z',
      ],
      'cannot satisfy request, as TTL would result in notAfter that is beyond the expiration of the CA certificate',
    ],
    ['a token', ['what is hvs.CAESIJabc-def_123?'], 'what is [redacted]?'],
    ['nothing', [], 'status 418'],
  ])('is one line: %s', (_, errors, line) => {
    expect(errorOf({ status: 418, data: { errors } })).toBe(line);
  });

  it('is cut where it is too long for a condition', () => {
    expect(errorOf(answer(400, 'x'.repeat(5000)))).toHaveLength(600);
  });
});

describe('a signature that is refused', () => {
  it.each([408, 412, 425, 429, 472, 473, 500, 502, 503])('is asked for again after a %i', (status) => {
    expect(failureFromSigning(what, 'pki/sign/web', answer(status))).toBeInstanceOf(TransientFailure);
  });

  it.each<[number, string, string]>([
    [400, 'common name shop.example not allowed by this role', 'allowed_domains'],
    [400, 'unknown role: web', 'spec.vault.path'],
    [404, 'no handler for route "pki2/sign/web". route entry not found.', 'spec.vault.path'],
    [400, 'cannot satisfy request, as TTL would result in notAfter beyond', 'spec.duration'],
    [400, 'role requires keys of type rsa', 'spec.privateKey'],
    [403, 'permission denied', 'a policy of Vault must allow "update" on pki/sign/web'],
    [400, 'something new', 'the role in Vault (pki/sign/web)'],
  ])('is over after a %i: %s', (status, said, advice) => {
    const failure = failureFromSigning(what, 'pki/sign/web', answer(status, said));

    expect(failure).toBeInstanceOf(TerminalFailure);
    expect(failure.message).toContain(`${what}: ${said} (${status}): `);
    expect(failure.message).toContain(advice);
  });

  it('says when to come back, where Vault says so', () => {
    const throttled = { ...answer(429), retryAfterSeconds: 7 };

    expect(failureFromSigning(what, 'pki/sign/web', throttled).retryAfterSeconds).toBe(7);
  });

  it.each([
    ['Vault is sealed', answer(503, 'Vault is sealed')],
    ['status 502', answer(502)],
    ['rate limit reached (429)', answer(429, 'rate limit reached')],
  ])('tells of %s', (words, refusal) => {
    expect(failureFromSigning(what, 'pki/sign/web', refusal).message).toBe(`${what}: ${words}`);
  });
});

describe('a login that is refused', () => {
  it('is tried again, with advice: what Vault allows changes without our seeing it', () => {
    const failure = failureFromLogin('Post "x"', answer(400, 'invalid role or secret ID'), 'check roleId');

    expect(failure).toBeInstanceOf(TransientFailure);
    expect(failure.message).toBe('Post "x": invalid role or secret ID (400): check roleId');
  });

  it('gives no advice while nobody could log in', () => {
    expect(failureFromLogin('Post "x"', answer(503, 'Vault is sealed'), 'check roleId').message).toBe(
      'Post "x": Vault is sealed',
    );
  });

  it.each([
    [true, answer(403, 'permission denied', 'invalid token')],
    [false, answer(403, 'permission denied')],
    [false, answer(400, 'invalid token')],
  ])('is about the token: %s', (expected, refusal) => {
    expect(isTokenRefused(refusal)).toBe(expected);
  });
});
