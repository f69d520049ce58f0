import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';

import { findCondition, isTrue } from '../../api/conditions.ts';
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
import { isReadable } from '../secret-facts.ts';
import { decide } from './decide.ts';
import { type RequestState, type Seen, currentRequest } from './seen.ts';

const quarter = leaf('2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z');
const manual = condition('Issuing', 'True', { reason: 'ManuallyTriggered', observedGeneration: 1 });
const failedBefore = {
  ...fine,
  conditions: [
    condition('Issuing', 'False', { reason: 'Failed', observedGeneration: 1 }),
    ...(fine.conditions ?? []),
  ],
  lastFailureTime: '2026-01-31T23:30:00Z',
  failedIssuanceAttempts: 2,
};
const statuses = [
  undefined,
  busy(1),
  fine,
  busy(2, { ...fine, conditions: busy(2).conditions ?? [] }),
  { ...fine, conditions: [...(fine.conditions ?? []), manual] },
  failedBefore,
];

const states: readonly RequestState[] = [
  { is: 'pending' },
  { is: 'failed', reason: 'Failed', message: 'no', at: new Date('2026-01-31T23:00:00Z') },
  { is: 'failed', reason: 'Denied', message: 'no', at: new Date('2026-01-31T23:45:00Z') },
  issued(quarter),
  issued(leaf('2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z', { spkiDigest: 'key-2' }), 'pem-2'),
  { is: 'issued', leaf: { error: 'not PEM' }, digest: 'pem-3' },
];

const secrets = [
  undefined,
  targetSecretFacts(quarter),
  targetSecretFacts(leaf('2025-01-01T00:00:00Z', '2025-04-01T00:00:00Z')),
  targetSecretFacts(quarter, { key: rsaKey('other') }),
  targetSecretFacts(quarter, { key: { error: 'not PEM' } }),
];

const requests = fc
  .array(
    fc.record({
      revision: fc.constantFrom(1, 2, 3, undefined),
      state: fc.constantFrom(...states),
      digest: fc.constantFrom('key-1', 'key-2', 'lost'),
      readable: fc.boolean(),
    }),
    { maxLength: 3 },
  )
  .map((all) =>
    all.map(({ revision, state, digest, readable }, index) => ({
      ...request(revision ?? 0),
      name: index === 0 ? `shop-${revision}` : `foreign-${index}`,
      revision,
      state,
      csr: readable ? csrFacts({ spkiDigest: digest }) : { error: 'not PEM' },
    })),
  );

const moments = [
  '2026-01-01T00:00:00Z',
  '2026-02-01T00:00:00Z',
  '2026-03-15T00:00:00Z',
  '2026-05-01T00:00:00Z',
] as const;

/** Any certificate at any moment, also in states that should never be. */
const anything: fc.Arbitrary<Seen> = fc
  .record({
    now: fc.constantFrom(...moments),
    status: fc.constantFrom(...statuses),
    secret: fc.constantFrom(...secrets),
    requests,
    nextKey: fc.constantFrom(undefined, nextKey(1), nextKey(2), nextKey(1, 'secret'), nextKey(2, 'secret')),
    signsAtOnce: fc.boolean(),
    ownsSecretName: fc.boolean(),
    algorithm: fc.constantFrom('RSA' as const, 'ECDSA' as const),
    rotationPolicy: fc.constantFrom('Always' as const, 'Never' as const),
  })
  .map(({ now, status, signsAtOnce, algorithm, rotationPolicy, ...more }) =>
    seen(now, {
      ...more,
      issuer: { signsAtOnce, changedSinceFailure: false },
      spec: { privateKey: { algorithm, rotationPolicy } },
      ...(status === undefined ? {} : { status }),
    }),
  );

const withStatus = (one: Seen, status: ReturnType<typeof decide>['status']): Seen => ({
  ...one,
  certificate: { ...one.certificate, status },
});

describe('whatever is seen of a certificate', () => {
  it.prop([anything], { numRuns: 500 })(
    'says whether it is ready, and names the next key while it issues',
    (one) => {
      const { status } = decide(one);

      expect(findCondition(status.conditions, 'Ready')).toBeDefined();
      expect(isTrue(status.conditions, 'Issuing')).toBe(status.nextPrivateKeySecretName !== undefined);
    },
  );

  it.prop([anything], { numRuns: 500 })(
    'comes to rest: once nothing is left to do, nothing more is written',
    (one) => {
      let current = one;
      for (let look = 0; look < 4; look += 1) {
        const { status, actions } = decide(current);
        if (actions.length > 0) return;
        if (status === current.certificate.status) return;
        current = withStatus(current, status);
      }
      expect.unreachable('it still writes after four looks at the same world');
    },
  );

  it.prop([anything], { numRuns: 500 })('stores only what was issued for the key at hand', (one) => {
    for (const action of decide(one).actions) {
      if (action.do !== 'storeIssued') continue;
      const { csr, state } = action.request;
      const digest = isReadable(action.key.key) ? action.key.key.spkiDigest : undefined;
      expect(isReadable(csr) && csr.spkiDigest).toBe(digest);
      expect(state.is === 'issued' && isReadable(state.leaf) && state.leaf.spkiDigest).toBe(digest);
    }
  });

  it.prop([anything], { numRuns: 500 })('never deletes the request of the certificate in use', (one) => {
    const current = currentRequest(one);
    for (const action of decide(one).actions) {
      if (action.do === 'deleteRequest' && current !== undefined) expect(action.request).not.toBe(current);
    }
  });

  it.prop([anything], { numRuns: 500 })('keeps a key in memory only for what is signed at once', (one) => {
    for (const action of decide(one).actions) {
      if (action.do === 'createRequestAtOnce') expect(one.issuer.signsAtOnce).toBe(true);
      if (action.do === 'createRequest' && !one.issuer.signsAtOnce) expect(action.key.place).toBe('secret');
    }
  });

  it.prop([anything], { numRuns: 500 })('looks again in the future or not at all', (one) => {
    expect(decide(one).lookAgainSeconds ?? 1).toBeGreaterThan(0);
  });
});
