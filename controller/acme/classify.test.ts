import { describe, expect, it } from 'vitest';

import { failureFromNetwork, failureFromProblem } from './classify.ts';
import { describeProblem, readProblem } from './problem.ts';

function problem(word: string, status: number, retryAfterSeconds?: number) {
  return readProblem(
    { type: `urn:ietf:params:acme:error:${word}`, detail: 'said so', status },
    status,
    retryAfterSeconds,
  );
}

describe('what a problem document means', () => {
  it.each([
    ['rejectedIdentifier', 400, 'AcmeRejectedIdentifier'],
    ['malformed', 400, 'AcmeMalformed'],
    ['unauthorized', 403, 'AcmeUnauthorized'],
    ['badCSR', 400, 'AcmeBadCSR'],
  ])('%s (%i) waits for a person', (word, status, reason) => {
    expect(failureFromProblem(problem(word, status))).toMatchObject({ retry: false, reason });
  });

  it.each([
    ['badNonce', 400],
    ['orderNotReady', 403],
    ['rateLimited', 429],
    ['rateLimited', 403],
    ['serverInternal', 500],
    ['accountDoesNotExist', 400],
  ])('%s (%i) may pass by itself', (word, status) => {
    expect(failureFromProblem(problem(word, status)).retry).toBe(true);
  });

  it('carries the time that the server asked for', () => {
    const failure = failureFromProblem(problem('rateLimited', 429, 3600));

    expect(failure).toMatchObject({ retry: true, retryAfterSeconds: 3600 });
  });

  it('knows a bare status from a gateway', () => {
    expect(failureFromProblem(readProblem('<html>', 503))).toMatchObject({ retry: true, reason: 'Acme503' });
    expect(failureFromProblem(readProblem('', 404))).toMatchObject({
      retry: false,
      message: '404: Not Found',
    });
  });
});

describe('the text of a problem', () => {
  it("is upstream's, subproblems on lines of their own", () => {
    const text = describeProblem(
      readProblem(
        {
          type: 'urn:ietf:params:acme:error:rejectedIdentifier',
          detail: 'Order included an identifier for which issuance is forbidden by policy: "google.com"',
          subproblems: [
            {
              type: 'urn:ietf:params:acme:error:rejectedIdentifier',
              detail: 'google.com is a forbidden domain',
              identifier: { type: 'dns', value: 'google.com' },
            },
          ],
        },
        400,
      ),
    );

    expect(text).toBe(
      '400 urn:ietf:params:acme:error:rejectedIdentifier: Order included an identifier for which issuance is forbidden by policy: "google.com"; subproblems:\n\turn:ietf:params:acme:error:rejectedIdentifier: [dns: google.com] google.com is a forbidden domain',
    );
  });

  it('does not repeat the nonce that was refused', () => {
    const one = readProblem({ type: 'urn:ietf:params:acme:error:badNonce', detail: 'bad nonce: aaa' }, 400);
    const other = readProblem({ type: 'urn:ietf:params:acme:error:badNonce', detail: 'bad nonce: bbb' }, 400);

    expect(describeProblem(one)).toBe(describeProblem(other));
  });
});

describe('a request without an answer', () => {
  it.each([
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'connection refused'],
    [Object.assign(new AggregateError([{ code: 'ECONNREFUSED' }]), {}), 'connection refused'],
    [new Error('fetch failed', { cause: { code: 'ENOTFOUND' } }), 'no such host'],
    [new Error('odd'), 'no connection (unknown)'],
  ])('is told without anything that changes: %s', (error, words) => {
    const failure = failureFromNetwork('GET', 'https://ca.example/dir', error);

    expect(failure.message).toBe(`Get "https://ca.example/dir": ${words}`);
    expect(failure.retry).toBe(true);
  });

  it('is told with the address, as upstream does, when the URL has one', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });

    expect(failureFromNetwork('GET', 'https://127.0.0.1:1/dir', refused).message).toBe(
      'Get "https://127.0.0.1:1/dir": dial tcp 127.0.0.1:1: connect: connection refused',
    );
  });
});
