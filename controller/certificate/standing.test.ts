import { describe, expect, it } from 'vitest';

import type { CertificateStatus } from '../../api/certificate/certificate.ts';
import { findCondition, isTrue } from '../../api/conditions.ts';
import {
  busy,
  fine,
  issued,
  leaf,
  nextKey,
  request,
  seen,
  targetSecretFacts,
} from '../../test/build/certificate-seen.ts';
import { condition } from '../../test/build/object.ts';
import { decide } from './decide.ts';

const newYear = '2026-01-01T00:00:00Z';
/** 90 days: renewal on 2 March, overdue from 17 March, expired on 1 April. */
const quarter = leaf(newYear, '2026-04-01T00:00:00Z');
const secret = targetSecretFacts(quarter);
const requests = [request(1, { state: issued(quarter) })];

const messageOf = ({ conditions }: CertificateStatus, type: string) =>
  findCondition(conditions, type)?.message;

const typesOf = ({ conditions }: CertificateStatus) => (conditions ?? []).map(({ type }) => type);

function refused(revision: number, at = newYear) {
  const state = { is: 'failed', reason: 'Failed', message: 'no such zone', at: new Date(at) } as const;
  return request(revision, { state });
}

const failure = 'The certificate request has failed to complete and will be retried: no such zone';

describe('a first certificate', () => {
  const failed = decide(
    seen(newYear, { status: busy(1), nextKey: nextKey(1), requests: [refused(1)] }),
  ).status;

  it('is being worked on until it is there', () => {
    const signed = request(1, { state: issued(quarter) });
    const begun = decide(seen(newYear)).status;
    const done = decide(seen(newYear, { status: begun, nextKey: nextKey(1), requests: [signed] })).status;

    expect(typesOf(begun)).toEqual(['Issuing', 'Ready', 'Reconciling']);
    expect(typesOf(done)).toEqual(['Ready']);
  });

  it('is stalled when it was refused, and Ready says by whom and why', () => {
    expect(typesOf(failed)).toEqual(['Issuing', 'Ready', 'Stalled']);
    expect(findCondition(failed.conditions, 'Stalled')).toMatchObject({ reason: 'Failed', message: failure });
    expect(findCondition(failed.conditions, 'Ready')).toMatchObject({
      status: 'False',
      reason: 'DoesNotExist',
      message: `Secret does not exist. ${failure}`,
    });
  });

  it('says so until the next attempt, without another write', () => {
    const resting = decide(seen('2026-01-01T00:30:00Z', { status: failed, requests: [refused(1)] })).status;
    const next = decide(seen('2026-01-01T01:00:00Z', { status: resting, requests: [refused(1)] })).status;

    expect(resting).toBe(failed);
    expect(typesOf(next)).toEqual(['Issuing', 'Ready', 'Reconciling']);
    expect(messageOf(next, 'Ready')).toBe('Issuing certificate as Secret does not exist');
  });

  it('that an upstream controller began or gave up stays as it was told', () => {
    const [issuing, ready] = busy(1).conditions ?? [];
    const begun = { ...busy(1), conditions: [issuing, ready].filter((one) => one !== undefined) };
    const givenUp = {
      conditions: [
        condition('Issuing', 'False', { reason: 'Failed', message: failure, observedGeneration: 1 }),
        condition('Ready', 'False', { reason: 'DoesNotExist', observedGeneration: 1, ...messageIn(ready) }),
      ],
      lastFailureTime: newYear,
      failedIssuanceAttempts: 1,
    };

    expect(decide(seen(newYear, { status: begun, requests: [request(1)], nextKey: nextKey(1) })).status).toBe(
      begun,
    );
    expect(decide(seen(newYear, { status: givenUp, requests: [refused(1)] })).status).toBe(givenUp);
  });
});

function messageIn(one: { readonly message?: string } | undefined) {
  return one?.message === undefined ? {} : { message: one.message };
}

describe('a certificate that waits for its issuer', () => {
  const issuer = {
    signsAtOnce: false,
    changedSinceFailure: false,
    obstacle: 'Issuer "ca" is not ready: secrets "root" not found',
  };
  const begun = { status: busy(1), nextKey: nextKey(1, 'secret'), requests: [request(1)] };

  it('says nothing of it for five seconds', () => {
    const { status, lookAgainSeconds } = decide(seen('2026-01-01T00:00:02Z', { ...begun, issuer }));

    expect(status).toBe(begun.status);
    expect(lookAgainSeconds).toBe(3);
  });

  it('then says what it waits for, and no longer once that is there', () => {
    const waiting = decide(seen('2026-01-01T00:00:05Z', { ...begun, issuer })).status;
    const { obstacle: _, ...ready } = issuer;
    const going = decide(seen('2026-01-01T00:01:00Z', { ...begun, status: waiting, issuer: ready })).status;

    const why = 'Issuing certificate as Secret does not exist';
    expect(messageOf(waiting, 'Issuing')).toBe(`${why}. Waiting: ${issuer.obstacle}`);
    expect(messageOf(waiting, 'Ready')).toBe(why);
    expect(messageOf(going, 'Issuing')).toBe(why);
  });
});

describe('a certificate in use', () => {
  const good = { status: fine, secret, requests };

  it('is neither reconciling nor stalled while its renewal goes on or has failed in time', () => {
    const renewing = decide(seen('2026-03-02T00:00:00Z', good)).status;
    const failed = decide(
      seen('2026-03-02T00:01:00Z', {
        ...good,
        status: renewing,
        nextKey: nextKey(2),
        requests: [...requests, refused(2, '2026-03-02T00:01:00Z')],
      }),
    ).status;

    expect(typesOf(renewing)).toEqual(['Ready', 'Issuing']);
    expect(typesOf(failed)).toEqual(['Ready', 'Issuing']);
    expect(isTrue(failed.conditions, 'Ready')).toBe(true);
  });

  const failedIssuing = condition('Issuing', 'False', {
    reason: 'Failed',
    message: failure,
    observedGeneration: 1,
  });
  const late = {
    ...good,
    status: {
      ...fine,
      conditions: [...(fine.conditions ?? []), failedIssuing],
      lastFailureTime: '2026-03-16T23:00:00Z',
      failedIssuanceAttempts: 9,
    },
    requests: [...requests, refused(2, '2026-03-16T23:00:00Z')],
  };

  it('is looked at again when its renewal becomes overdue', () => {
    const { lookAgainSeconds } = decide(seen('2026-03-16T23:59:00Z', late));

    expect(lookAgainSeconds).toBe(60);
  });

  it('is overdue half way between renewal and expiry, and says why it was not renewed', () => {
    const { status } = decide(seen('2026-03-17T00:00:00Z', late));

    expect(typesOf(status)).toEqual(['Ready', 'Issuing', 'RenewalOverdue', 'Stalled']);
    expect(findCondition(status.conditions, 'RenewalOverdue')).toMatchObject({
      reason: 'RenewalFailed',
      message: `Renewal was due at 2026-03-02T00:00:00Z, and the certificate expires at 2026-04-01T00:00:00Z: ${failure}`,
    });
  });

  it('stays overdue during further attempts, until one of them works', () => {
    const overdue = decide(seen('2026-03-17T00:00:00Z', late)).status;
    const again = decide(seen('2026-03-20T00:00:00Z', { ...late, status: overdue })).status;
    const fresh = leaf('2026-03-20T00:00:00Z', '2026-06-18T00:00:00Z', { spkiDigest: 'key-2' });
    const renewed = request(2, { state: issued(fresh, 'pem-2') });
    const done = decide(
      seen('2026-03-20T00:00:01Z', {
        ...late,
        status: again,
        nextKey: nextKey(2),
        requests: [...requests, renewed],
      }),
    ).status;

    expect(isTrue(again.conditions, 'Issuing')).toBe(true);
    expect(findCondition(again.conditions, 'RenewalOverdue')).toEqual(
      findCondition(overdue.conditions, 'RenewalOverdue'),
    );
    expect(typesOf(done)).toEqual(['Ready']);
  });

  it('is overdue for want of its issuer, said once, and the wait goes on when it has expired', () => {
    const issuer = { signsAtOnce: false, changedSinceFailure: false, obstacle: 'Issuer "ca" is gone' };
    const next = { ...good, nextKey: nextKey(2), requests: [...requests, request(2)], issuer };
    const renewing = decide(seen('2026-03-02T00:00:00Z', { ...good, issuer })).status;
    const overdue = decide(seen('2026-03-17T00:00:00Z', { ...next, status: renewing })).status;
    const again = decide(seen('2026-03-17T00:00:01Z', { ...next, status: overdue })).status;
    const expired = decide(seen('2026-04-01T00:00:01Z', { ...next, status: again })).status;

    expect(messageOf(overdue, 'RenewalOverdue')).toMatch(
      /expires at 2026-04-01T00:00:00Z: Issuer "ca" is gone$/,
    );
    expect(again).toBe(overdue);
    expect(typesOf(expired)).toEqual(['Ready', 'Issuing', 'Reconciling']);
  });

  it('is not ready once it has expired, and says why it was not renewed', () => {
    const { status } = decide(
      seen('2026-04-01T00:00:01Z', {
        ...late,
        status: { ...late.status, lastFailureTime: '2026-04-01T00:00:00Z' },
      }),
    );

    expect(typesOf(status)).toEqual(['Ready', 'Issuing', 'Stalled']);
    expect(findCondition(status.conditions, 'Ready')).toMatchObject({
      reason: 'Expired',
      message: `Certificate expired on Wed, 01 Apr 2026 00:00:00 UTC. ${failure}`,
    });
  });
});

describe('a certificate whose Secret belongs to another one', () => {
  const { status } = decide(seen(newYear, { ownsSecretName: false, secretNameOwner: 'older' }));

  it('says whose it is, and that it will not get on by itself', () => {
    const conflict =
      'Secret "shop-tls" belongs to Certificate "older", which names it too: give one of them another spec.secretName';

    expect(typesOf(status)).toEqual(['Ready', 'Conflict', 'Stalled']);
    expect(findCondition(status.conditions, 'Conflict')).toMatchObject({ status: 'True', message: conflict });
    expect(messageOf(status, 'Ready')).toBe(`Secret does not exist. ${conflict}`);
  });
});
