import { describe, expect, it } from 'vitest';

import type { Challenge } from '../../api/challenge/challenge.ts';
import { TransientFailure } from '../../api/failure.ts';
import type { OrderStatus } from '../../api/order/order.ts';
import { challenge } from '../../test/build/challenge.ts';
import { acmeSpec, issuer } from '../../test/build/issuer.ts';
import { order } from '../../test/build/order.ts';
import type { CaOrder } from '../acme/answers.ts';
import type { IssuerLookup } from '../issuer-ref.ts';
import { decide } from './decide.ts';
import type { CaReport } from './seen.ts';

const now = new Date('2026-01-01T12:00:00Z');

const solver = { dns01: { rfc2136: { nameserver: '127.0.0.1:53' } } };

const acmeIssuer: IssuerLookup = {
  is: 'found',
  issuer: issuer({ name: 'acme', spec: acmeSpec(solver) }),
  kind: 'Issuer',
  resourceNamespace: 'web',
  type: 'acme',
  ready: true,
};

/** Two authorizations, apex and wildcard, both to be proven. */
const placed: OrderStatus = {
  state: 'pending',
  url: 'https://acme.example/order/1',
  finalizeURL: 'https://acme.example/finalize/1',
  authorizations: [authorization(1, false), authorization(2, true)],
};

function authorization(number: number, wildcard: boolean) {
  return {
    url: `https://acme.example/authorization/${number}`,
    identifier: 'shop.example',
    wildcard,
    initialState: 'pending' as const,
    challenges: [
      { type: 'dns-01', url: `https://acme.example/challenge/${number}`, token: `token-${number}` },
    ],
  };
}

function proof(number: number, status?: Challenge['status'], wildcard = false): Challenge {
  const authorizationURL = `https://acme.example/authorization/${number}`;
  return challenge({
    name: `proof-${number}`,
    spec: { authorizationURL, wildcard },
    ...(status && { status }),
  });
}

function ca(status: CaOrder['status'], more: Partial<CaOrder> = {}, nextSeconds = 3): CaReport {
  return {
    is: 'answered',
    nextSeconds,
    order: {
      url: 'https://acme.example/order/1',
      status,
      identifiers: [],
      authorizations: [],
      finalizeUrl: 'https://acme.example/finalize/1',
      ...more,
    },
  };
}

function decided(
  status: OrderStatus | undefined,
  challenges: readonly Challenge[] = [],
  report?: CaReport,
  from: IssuerLookup = acmeIssuer,
) {
  const of = order(status && { status });
  return decide({ order: of, now, issuer: from, challenges, ...(report && { ca: report }) });
}

describe('a new Order', () => {
  it('is placed at the CA', () => {
    expect(decided(undefined).actions).toEqual([{ do: 'placeOrder' }]);
  });

  it('is placed although its status was filled in by default', () => {
    expect(decided({ observedGeneration: -1 }).actions).toEqual([{ do: 'placeOrder' }]);
  });

  it('reads what is missing when only its URL was written down', () => {
    const urls = { ...placed, authorizations: [{ url: 'https://acme.example/authorization/1' }] };

    expect(decided(urls).actions).toEqual([{ do: 'readAuthorizations' }]);
  });
});

describe('a placed Order', () => {
  it('gets one Challenge for each authorization, all at once', () => {
    const [action, ...others] = decided(placed).actions;

    expect(others).toEqual([]);
    expect(action).toMatchObject({
      do: 'createChallenges',
      proofs: [
        { authorization: { wildcard: false }, challenge: { token: 'token-1' }, solver },
        { authorization: { wildcard: true }, challenge: { token: 'token-2' }, solver },
      ],
    });
  });

  it('gets none for an authorization that was valid from the beginning', () => {
    const reused = { ...authorization(1, false), initialState: 'valid' as const };

    expect(decided({ ...placed, authorizations: [reused, authorization(2, true)] }).actions).toMatchObject([
      { do: 'createChallenges', proofs: [{ challenge: { token: 'token-2' } }] },
    ]);
  });

  it('loses Challenges for authorizations that it does not have', () => {
    const stray = proof(9);

    expect(decided(placed, [proof(1), proof(2), stray]).actions).toEqual([
      { do: 'deleteChallenges', challenges: [stray] },
    ]);
  });

  it('says that no solver fits, and tells it once', () => {
    const other: IssuerLookup = {
      ...acmeIssuer,
      issuer: issuer({
        name: 'acme',
        spec: acmeSpec({ ...solver, selector: { dnsNames: ['other.example'] } }),
      }),
    };
    const { status, actions, events } = decided(placed, [], undefined, other);

    expect(actions).toEqual([]);
    expect(status.reason).toMatch(/no configured challenge solvers can be used for this challenge$/);
    expect(events).toMatchObject([{ type: 'Warning', reason: 'Solver', message: status.reason }]);
  });

  it('goes on, without the old complaint, when a solver fits', () => {
    const { status, actions } = decided({ ...placed, reason: 'no solver' });

    expect(status.reason).toBeUndefined();
    expect(actions).toMatchObject([{ do: 'createChallenges' }]);
  });

  it('rests while proofs are under way, but looks whether the order still stands', () => {
    const { status, actions, lookAgainSeconds } = decided(placed, [proof(1, { state: 'valid' }), proof(2)]);

    expect({ status, actions }).toEqual({ status: placed, actions: [] });
    expect(lookAgainSeconds).toBe(3600);
  });

  it('says what a proof under way complains of, for as long as it does', () => {
    const reason = 'Waiting for DNS-01 challenge propagation: ns1.example does not have the value yet';
    const { status } = decided(placed, [proof(1), proof(2, { state: 'pending', reason }, true)]);

    expect(status.reason).toBe(`Challenge for domain "*.shop.example": ${reason}`);
    expect(decided(status, [proof(1), proof(2, { state: 'pending' })]).status.reason).toBeUndefined();
  });

  it('is invalid when the CA gave it up in the meantime', () => {
    const error = {
      type: 'urn:ietf:params:acme:error:caa',
      status: 403,
      detail: 'CAA forbids',
      subproblems: [],
    };
    const { status, actions } = decided(placed, [proof(1), proof(2)], ca('invalid', { error }));

    expect(actions).toEqual([]);
    expect(status).toMatchObject({
      state: 'invalid',
      reason: 'Order is invalid: 403 urn:ietf:params:acme:error:caa: CAA forbids',
      failureTime: '2026-01-01T12:00:00Z',
    });
  });
});

describe('an Order with a failed Challenge', () => {
  it('fails with the text of the Challenge', () => {
    const failed = proof(2, { state: 'invalid', reason: 'Error accepting authorization: wrong TXT' }, true);
    const { status, actions } = decided(placed, [proof(1, { state: 'valid' }), failed]);

    expect(actions).toEqual([]);
    expect(status).toMatchObject({
      state: 'invalid',
      reason: 'Challenge for domain "*.shop.example" failed: Error accepting authorization: wrong TXT',
      failureTime: '2026-01-01T12:00:00Z',
    });
  });

  it('keeps its Challenges, which tell what was wrong', () => {
    const failed = [proof(1, { state: 'valid' }), proof(2, { state: 'invalid' })];

    expect(decided({ ...placed, state: 'invalid' }, failed).actions).toEqual([]);
  });
});

describe('an Order whose proofs are all valid', () => {
  const proofs = [proof(1, { state: 'valid' }), proof(2, { state: 'valid' }, true)];

  it('is finalized once the CA is ready, without a status in between', () => {
    const { status, actions, events, lookAgainSeconds } = decided(placed, proofs, ca('ready'));

    expect(actions).toMatchObject([{ do: 'finalize', ca: { status: 'ready' } }]);
    expect(status).toEqual(placed);
    expect(events).toMatchObject([{ reason: 'Complete', message: 'Order completed successfully' }]);
    expect(lookAgainSeconds).toBe(0);
  });

  it.each(['pending', 'processing'] as const)('waits as long as the CA wants while it is %s', (state) => {
    expect(decided(placed, proofs, ca(state, {}, 7))).toMatchObject({ actions: [], lookAgainSeconds: 7 });
  });

  it('downloads the certificate when the CA has issued it, also after a restart', () => {
    const certificateUrl = 'https://acme.example/certificate/1';

    expect(decided(placed, proofs, ca('valid', { certificateUrl })).actions).toEqual([
      { do: 'download', certificateUrl },
    ]);
  });

  it('hands a failure of asking to the back-off', () => {
    const failure = new TransientFailure('AcmeServerUnreachable', 'no answer');

    expect(decided(placed, proofs, { is: 'failed', failure }).actions).toEqual([{ do: 'fail', failure }]);
  });

  it('deletes its Challenges once the certificate is written down, each only once', () => {
    const issued: OrderStatus = { ...placed, state: 'valid', certificate: 'cGVt' };
    const going = challenge({ metadata: { deletionTimestamp: '2026-01-01T12:00:00Z' } });

    expect(decided(issued, [...proofs, going])).toEqual({
      status: issued,
      actions: [{ do: 'deleteChallenges', challenges: proofs }],
    });
    expect(decided(issued, [going]).actions).toEqual([]);
  });
});

describe('an Order that upstream left in the middle', () => {
  it('needs no proofs when its state says that all was proven', () => {
    expect(decided({ ...placed, state: 'ready' }, [], ca('ready')).actions).toMatchObject([
      { do: 'finalize' },
    ]);
  });
});
