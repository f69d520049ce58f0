import { describe, expect, it } from 'vitest';

import { certificateAnnotations, secretAnnotations } from '../../api/annotations.ts';
import { findCondition } from '../../api/conditions.ts';
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
import { isTemporary } from '../secret-facts.ts';
import { decide } from './decide.ts';
import type { Seen } from './seen.ts';

const newYear = '2026-01-01T00:00:00Z';
const metadata = { annotations: { [certificateAnnotations.issueTemporaryCertificate]: 'true' } };
const acme = { signsAtOnce: false, changedSinceFailure: false };
const key = nextKey(1, 'secret');
const pending = request(1);

const stopgap = leaf(newYear, '2026-04-01T00:00:00Z', { fromTemporaryCa: true });
const { [secretAnnotations.issuerName]: _, ...annotations } =
  targetSecretFacts(stopgap).metadata.annotations ?? {};
const order = targetSecretFacts(stopgap);
const temporary = targetSecretFacts(stopgap, { metadata: { ...order.metadata, annotations } });

/** Waiting for the CA, with the annotation. */
function waiting(more: Parameters<typeof seen>[1] = {}): Seen {
  return seen(newYear, {
    metadata,
    status: busy(1),
    issuer: acme,
    nextKey: key,
    requests: [pending],
    ...more,
  });
}

describe('a temporary certificate is made', () => {
  const storeTemporary = [{ do: 'storeTemporary', request: pending, key }];

  it('while the request waits, when the Secret holds no pair', () => {
    expect(decide(waiting()).actions).toEqual(storeTemporary);
    const { leaf: _leaf, ...keyOnly } = temporary;
    expect(decide(waiting({ secret: keyOnly })).actions).toEqual(storeTemporary);
  });

  it('once its key is where a crash cannot lose it', () => {
    expect(decide(waiting({ nextKey: nextKey(1) })).actions).toEqual([
      { do: 'storeKey', keyName: 'shop-1-next' },
    ]);
  });

  it.each([
    ['unless it is asked for', { metadata: {} }],
    ['for a CA', { spec: { isCA: true }, requests: [request(1)] }],
    ['where the real one is there at once', { issuer: { ...acme, signsAtOnce: true } }],
    ["into another's Secret", { ownsSecretName: false, secretNameOwner: 'elder' }],
    ['once there is one', { secret: temporary }],
    ['in place of a real one', { secret: targetSecretFacts(leaf(newYear, '2026-01-02T00:00:00Z')) }],
  ])('never %s', (_name, more) => {
    expect(decide(waiting(more)).actions).not.toContainEqual(
      expect.objectContaining({ do: 'storeTemporary' }),
    );
  });
});

describe('while there is a temporary certificate only', () => {
  const { status } = decide(waiting({ secret: temporary }));

  it('the Certificate is not ready, and shows no times', () => {
    expect(findCondition(status.conditions, 'Ready')).toMatchObject({
      status: 'False',
      reason: 'TemporaryCertificate',
      message: 'Issuing certificate as Secret contains a temporary certificate only',
    });
    expect(status).not.toHaveProperty('notAfter');
    expect(status).not.toHaveProperty('renewalTime');
  });

  it('issuance goes on, and its end replaces it', () => {
    const real = leaf(newYear, '2026-04-01T00:00:00Z');
    const done = request(1, { state: issued(real, 'pem-real') });
    const decision = decide(waiting({ secret: temporary, requests: [done] }));

    expect(findCondition(status.conditions, 'Issuing')?.status).toBe('True');
    expect(decision.actions).toEqual([{ do: 'storeIssued', request: done, key }]);
  });

  it('the certificate is not adopted: without a request it is a reason to issue', () => {
    const { actions, status: begun } = decide(seen(newYear, { metadata, issuer: acme, secret: temporary }));

    expect(actions).toEqual([]);
    expect(findCondition(begun.conditions, 'Issuing')).toMatchObject({
      status: 'True',
      reason: 'TemporaryCertificate',
    });
  });

  it('a failed attempt is tried again, and Ready tells why there is no other', () => {
    const failed = condition('Issuing', 'False', { reason: 'Failed', message: 'no', observedGeneration: 1 });
    const conditions = [failed, condition('Ready', 'False', { observedGeneration: 1 })];
    const after = { ...fine, conditions, lastFailureTime: newYear, failedIssuanceAttempts: 1, revision: 0 };
    const look = (now: string) =>
      decide(seen(now, { metadata, issuer: acme, secret: temporary, status: after }));

    expect(look('2026-01-01T00:30:00Z').lookAgainSeconds).toBe(1800);
    expect(findCondition(look('2026-01-01T01:00:00Z').status.conditions, 'Issuing')?.status).toBe('True');
  });

  it('what else is in the Secret is kept in order', () => {
    const failed = { ...fine, lastFailureTime: newYear, failedIssuanceAttempts: 1 };
    const rest = (more: Parameters<typeof seen>[1]) =>
      decide(seen(newYear, { metadata, issuer: acme, secret: temporary, status: failed, ...more })).actions;
    const spec = { secretTemplate: { labels: { team: 'web' } } };

    expect(rest({})).toEqual([]);
    expect(rest({ spec })).toEqual([
      { do: 'tidySecret', why: 'labels of ours are missing, wrong or too many' },
    ]);
  });
});

describe('a real CA that has the name of the throw-away CAs', () => {
  it('is told from those by the issuer that its Secrets name', () => {
    expect(isTemporary(targetSecretFacts(stopgap))).toBe(false);
    expect(isTemporary(temporary)).toBe(true);
  });
});
