import { describe, expect, it } from 'vitest';
import type { FuzzRequest } from './requests.ts';
import { problemOf } from './verdict.ts';

const asked: FuzzRequest = {
  method: 'POST',
  path: '/validate',
  headers: {},
  body: JSON.stringify({ request: { uid: 'a' } }),
  isReview: true,
};

const answer = (code: number, body: object) => ({
  code,
  contentType: 'application/json',
  body: JSON.stringify(body),
});

const review = (response: object) =>
  answer(200, { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response });

const patch = (text: string) => ({ patchType: 'JSONPatch', patch: Buffer.from(text).toString('base64') });

describe('an answer to a review', () => {
  it('is a review with its uid, and a clear reason where it is denied', () => {
    expect(problemOf(asked, review({ uid: 'a', allowed: true, warnings: ['careful'] }))).toBeUndefined();
    const status = { code: 403, message: 'spec.duration: too short' };
    expect(problemOf(asked, review({ uid: 'a', allowed: false, status }))).toBeUndefined();
  });

  it.each([
    ['not the uid of the request', { uid: 'b', allowed: true }],
    ['neither allowed nor not', { uid: 'a' }],
    ['an unclear denial', { uid: 'a', allowed: false }],
    ['an unclear denial', { uid: 'a', allowed: false, status: { code: 403, message: 'two\nlines' } }],
    ['a status beside allowed', { uid: 'a', allowed: true, status: {} }],
    ['warnings that are no lines', { uid: 'a', allowed: true, warnings: [''] }],
    ['a patch where there may be none', { uid: 'a', allowed: true, ...patch('[]') }],
  ])('is wrong with %s', (what, response) => {
    expect(problemOf(asked, review(response))).toBe(what);
  });

  it('may have a patch where things are changed, if it is one', () => {
    const changed = { ...asked, path: '/mutate?timeout=10s' };
    const good = patch('[{"op":"add","path":"/spec/a","value":1}]');
    expect(problemOf(changed, review({ uid: 'a', allowed: true, ...good }))).toBeUndefined();
    expect(problemOf(changed, review({ uid: 'a', allowed: true, ...patch('[]') }))).toBe(
      'a patch that is no JSON Patch',
    );
  });

  it('is no refusal, no failure and not missing', () => {
    expect(problemOf(asked, answer(400, { kind: 'Status', code: 400, message: 'no' }))).toBe('the code 400');
    expect(problemOf(asked, answer(500, {}))).toBe('the code 500');
    expect(problemOf(asked, undefined)).toBe('no answer');
  });
});

describe('an answer to anything else', () => {
  const junk: FuzzRequest = { ...asked, body: '{', isReview: false };

  it('is a refusal that says why', () => {
    expect(problemOf(junk, answer(400, { kind: 'Status', code: 400, message: 'not JSON' }))).toBeUndefined();
    expect(problemOf(junk, answer(400, { kind: 'Status', code: 400 }))).toBe(
      'a refusal without a clear Status',
    );
  });

  it('may be none for a sender who is gone, but not because something broke', () => {
    expect(problemOf({ ...junk, cutAfter: 1 }, undefined)).toBeUndefined();
    expect(problemOf({ ...junk, cutAfter: 1 }, answer(500, {}))).toBe('the code 500');
  });
});
