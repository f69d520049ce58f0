import { describe, expect, it } from 'vitest';

import { findCondition } from '../../api/conditions.ts';
import {
  busy,
  csrFacts,
  fine,
  issued,
  leaf,
  nextKey,
  request,
  rsaKey,
  seen,
  targetSecretFacts,
} from '../../test/build/certificate-seen.ts';
import { condition } from '../../test/build/object.ts';
import { decide } from './decide.ts';

const newYear = '2026-01-01T00:00:00Z';
/** 90 days, so renewal falls on 2 March. */
const quarter = leaf(newYear, '2026-04-01T00:00:00Z');

describe('a new certificate', () => {
  const { status, actions, events } = decide(seen(newYear));

  it('says in one status why it is issued, that it is not ready, and what the next key is called', () => {
    expect(status).toEqual(busy(1));
    expect(actions).toEqual([]);
  });

  it('tells people once', () => {
    const message = 'Issuing certificate as Secret does not exist';
    expect(events).toEqual([{ type: 'Normal', reason: 'Issuing', message }]);
  });

  it('leaves the Secret to the one whose it is, when two name the same', () => {
    const decision = decide(seen(newYear, { ownsSecretName: false }));

    expect(findCondition(decision.status.conditions, 'Issuing')).toBeUndefined();
    expect(findCondition(decision.status.conditions, 'Ready')?.reason).toBe('DoesNotExist');
  });
});

describe('a certificate being issued', () => {
  const status = busy(1);

  it('makes key and request in one go when the request is signed at once', () => {
    expect(decide(seen(newYear, { status })).actions).toEqual([
      { do: 'createRequestAtOnce', keyName: 'shop-1-next', revision: 1 },
    ]);
  });

  it('stores the key first when the request costs quota or waits for somebody', () => {
    const issuer = { signsAtOnce: false, changedSinceFailure: false };

    expect(decide(seen(newYear, { status, issuer })).actions).toEqual([
      { do: 'storeKey', keyName: 'shop-1-next' },
    ]);
    const key = nextKey(1, 'secret');
    expect(decide(seen(newYear, { status, issuer, nextKey: key })).actions).toEqual([
      { do: 'createRequest', key, revision: 1 },
    ]);
  });

  it('waits for its request and writes nothing', () => {
    const decision = decide(seen(newYear, { status, nextKey: nextKey(1), requests: [request(1)] }));

    expect(decision.actions).toEqual([]);
    expect(decision.status).toBe(status);
  });

  it('stores a key that waited in memory once the request will not be signed at once', () => {
    const waiting = {
      status,
      nextKey: nextKey(1),
      requests: [request(1)],
      issuer: { signsAtOnce: false, changedSinceFailure: false },
    };

    expect(decide(seen(newYear, waiting)).actions).toEqual([{ do: 'storeKey', keyName: 'shop-1-next' }]);
  });

  it('stores what was issued, and is ready in the same step', () => {
    const key = nextKey(1);
    const signed = request(1, { state: issued(quarter) });
    const decision = decide(seen(newYear, { status, nextKey: key, requests: [signed] }));

    expect(decision.actions).toEqual([{ do: 'storeIssued', request: signed, key }]);
    expect(decision.status).toEqual(fine);
    expect(decision.events?.[0]?.message).toBe('The certificate has been successfully issued');
  });

  it('only says that it is ready when a crash came between Secret and status', () => {
    const signed = request(1, { state: issued(quarter) });
    const stored = { status, secret: targetSecretFacts(quarter), requests: [signed] };
    const decision = decide(seen(newYear, stored));

    expect(decision.actions).toEqual([]);
    expect(decision.status).toEqual(fine);
  });

  it.each([
    ['nobody has its key any more', { requests: [request(1)] }],
    [
      'another key is the next one',
      { nextKey: nextKey(1), requests: [request(1, { csr: csrFacts({ spkiDigest: 'other' }) })] },
    ],
    [
      'it asks for something else than the spec',
      { nextKey: nextKey(1), spec: { dnsNames: ['other.example'] }, requests: [request(1)] },
    ],
    ['it cannot be read', { nextKey: nextKey(1), requests: [request(1, { csr: { error: 'not PEM' } })] }],
  ])('makes its request again when %s', (_, more) => {
    const [action, ...others] = decide(seen(newYear, { status, ...more })).actions;

    expect(action).toMatchObject({ do: 'deleteRequest', request: { name: 'shop-1' } });
    expect(others).toEqual([]);
  });

  it('keeps one request of the revision: its own', () => {
    const foreign = request(1, { name: 'made-by-hand' });
    const more = { status, nextKey: nextKey(1), requests: [foreign, request(1)] };

    expect(decide(seen(newYear, more)).actions).toMatchObject([
      { do: 'deleteRequest', request: { name: 'made-by-hand' } },
    ]);
  });

  it('drops a next key that is not what the spec asks for', () => {
    const key = { ...nextKey(1, 'secret'), key: rsaKey('key-1') };
    const more = { status, nextKey: key, spec: { privateKey: { algorithm: 'ECDSA' } } } as const;

    expect(decide(seen(newYear, more)).actions).toEqual([{ do: 'deleteKey', keyName: 'shop-1-next' }]);
  });

  it('stops when the Secret was restored meanwhile, and takes its request back', () => {
    const more = { status, nextKey: nextKey(1), requests: [request(1)], secret: targetSecretFacts(quarter) };
    const decision = decide(seen(newYear, more));

    expect(decision.actions).toMatchObject([{ do: 'deleteRequest', why: 'it is no longer needed' }]);
    expect(findCondition(decision.status.conditions, 'Issuing')).toBeUndefined();
    expect(findCondition(decision.status.conditions, 'Ready')?.status).toBe('True');
  });

  it('is stuck on a key that may not be rotated but does not fit, and says so', () => {
    const spec = { privateKey: { rotationPolicy: 'Never', size: 4096 } } as const;
    const more = { status, spec, secret: targetSecretFacts(quarter) };
    const decision = decide(seen(newYear, more));

    expect(decision.actions).toEqual([]);
    const issuing = findCondition(decision.status.conditions, 'Issuing');
    expect(issuing?.reason).toBe('CannotRegenerateKey');
    expect(issuing?.message).toContain('mismatching fields: [spec.privateKey.size]');
  });
});

describe('a certificate whose request was refused', () => {
  const at = new Date(newYear);
  const refused = request(1, { state: { is: 'failed', reason: 'Failed', message: 'no such zone', at } });

  it('says whose words they are, and counts the attempt', () => {
    const decision = decide(seen(newYear, { status: busy(1), nextKey: nextKey(1), requests: [refused] }));

    expect(decision.status.failedIssuanceAttempts).toBe(1);
    expect(decision.status.lastFailureTime).toBe(newYear);
    expect(decision.status.nextPrivateKeySecretName).toBeUndefined();
    expect(findCondition(decision.status.conditions, 'Issuing')).toMatchObject({
      status: 'False',
      reason: 'Failed',
      message: 'The certificate request has failed to complete and will be retried: no such zone',
    });
    expect(decision.events?.[0]).toMatchObject({ type: 'Warning', reason: 'Failed' });
  });

  it('counts it too when the key was lost with a crash', () => {
    const decision = decide(seen(newYear, { status: busy(1), requests: [refused] }));

    expect(decision.status.failedIssuanceAttempts).toBe(1);
  });

  it('makes a new request at the next attempt', () => {
    const status = busy(1, { lastFailureTime: newYear, failedIssuanceAttempts: 1 });
    const decision = decide(
      seen('2026-01-01T01:00:00Z', { status, nextKey: nextKey(1), requests: [refused] }),
    );

    expect(decision.actions).toMatchObject([
      { do: 'deleteRequest', why: 'it is left over from an attempt that failed' },
    ]);
  });

  it('refuses a certificate for another key, and one that has expired', () => {
    const wrong = [
      issued(leaf(newYear, '2026-04-01T00:00:00Z', { spkiDigest: 'other' })),
      issued(leaf('2025-01-01T00:00:00Z', '2025-04-01T00:00:00Z')),
    ];

    const messages = wrong.map((state) => {
      const more = { status: busy(1), nextKey: nextKey(1), requests: [request(1, { state })] };
      return findCondition(decide(seen(newYear, more)).status.conditions, 'Issuing')?.message;
    });

    expect(messages).toEqual([
      'The certificate request has failed to complete and will be retried: Issuer returned a certificate with a public key that does not match the CSR. This usually indicates a misconfigured issuer.',
      'The certificate request has failed to complete and will be retried: Issuer returned an already expired certificate (notAfter: 2025-04-01T00:00:00Z). This usually indicates an expired CA certificate in the issuer.',
    ]);
  });
});

describe('a certificate at revision 1, valid from 1 January to 1 April', () => {
  const secret = targetSecretFacts(quarter);
  const requests = [request(1, { state: issued(quarter) })];
  const good = { status: fine, secret, requests };

  it('is left alone, without a write, until its renewal', () => {
    const decision = decide(seen('2026-01-31T00:00:00Z', good));

    expect(decision.status).toBe(fine);
    expect(decision.actions).toEqual([]);
    expect(decision.lookAgainSeconds).toBe(30 * 86_400);
  });

  it('is renewed on 2 March, and stays ready', () => {
    const { status } = decide(seen('2026-03-02T00:00:00Z', good));

    expect(findCondition(status.conditions, 'Issuing')).toMatchObject({
      status: 'True',
      reason: 'Renewing',
      message: 'Renewing certificate as renewal was scheduled at 2026-03-02 00:00:00 +0000 UTC',
    });
    expect(findCondition(status.conditions, 'Ready')?.status).toBe('True');
    expect(status.nextPrivateKeySecretName).toBe('shop-2-next');
  });

  it('is never renewed with policy Disabled, but expires', () => {
    const status = { ...fine, conditions: fine.conditions ?? [] };
    const { renewalTime: _, ...disabled } = status;
    const more = { ...good, status: disabled, spec: { renewal: { policy: 'Disabled' } } } as const;

    expect(decide(seen('2026-03-31T00:00:00Z', more)).lookAgainSeconds).toBe(86_401);
    expect(
      findCondition(decide(seen('2026-04-02T00:00:00Z', more)).status.conditions, 'Ready'),
    ).toMatchObject({
      status: 'False',
      reason: 'Expired',
      message: 'Certificate expired on Wed, 01 Apr 2026 00:00:00 UTC',
    });
  });

  it('is renewed when cmctl says so, with nothing else known', () => {
    const message = 'Certificate re-issuance manually triggered';
    const trigger = condition('Issuing', 'True', {
      reason: 'ManuallyTriggered',
      message,
      observedGeneration: 1,
    });
    const status = { ...fine, conditions: [...(fine.conditions ?? []), trigger] };
    const decision = decide(seen('2026-01-02T00:00:00Z', { ...good, status }));

    expect(decision.actions).toEqual([{ do: 'createRequestAtOnce', keyName: 'shop-2-next', revision: 2 }]);
    expect(decision.status).toEqual({ ...status, nextPrivateKeySecretName: 'shop-2-next' });
  });

  it('keeps status fields that we know nothing of', () => {
    const status = { ...fine, acme: { ari: { lastError: 'kept' } }, renewalTime: '2020-01-01T00:00:00Z' };

    expect(decide(seen('2026-01-02T00:00:00Z', { ...good, status })).status).toEqual({
      ...fine,
      acme: status.acme,
    });
  });

  it('throws away left-over keys and old requests', () => {
    const requests2 = [request(1), request(2), request(3, { state: issued(quarter), csr: csrFacts() })];
    const status = { ...fine, revision: 3 };
    const more = { status, secret, requests: requests2, strayKeys: ['shop-3-next'] };

    expect(decide(seen('2026-01-02T00:00:00Z', more)).actions).toMatchObject([
      { do: 'deleteKey', keyName: 'shop-3-next' },
      { do: 'deleteRequest', request: { name: 'shop-2' } },
      { do: 'deleteRequest', request: { name: 'shop-1' } },
    ]);
  });

  it('keeps its request when a newer one failed', () => {
    const failedState = { is: 'failed', reason: 'Failed', message: '', at: new Date(newYear) } as const;
    const more = { ...good, requests: [...requests, request(2, { state: failedState })] };

    expect(decide(seen('2026-01-02T00:00:00Z', more)).actions).toEqual([]);
  });

  it('starts again at generation 1 after a restore without a write', () => {
    const [ready] = fine.conditions ?? [];
    const conditions = [{ ...ready, type: 'Ready', status: 'True', observedGeneration: 2 } as const];
    const { observedGeneration: _, ...restored } = { ...fine, conditions };

    expect(decide(seen('2026-01-02T00:00:00Z', { ...good, status: restored })).status).toBe(restored);
  });

  it('is adopted as it is when only the Secret was restored', () => {
    const { revision: _, ...adopted } = fine;

    expect(decide(seen('2026-01-02T00:00:00Z', { secret })).status).toEqual({
      ...adopted,
      conditions: [{ ...fine.conditions?.[0], lastTransitionTime: '2026-01-02T00:00:00Z' }],
    });
  });
});
