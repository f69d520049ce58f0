import { describe, expect, it } from 'vitest';

import type { Challenge, ChallengeStatus } from '../../api/challenge/challenge.ts';
import type { TxtReport } from '../../dns/propagation.ts';
import { challenge } from '../../test/build/challenge.ts';
import { http01Challenge } from '../../test/build/http01-challenge.ts';
import type { CaAuthorization } from '../acme/answers.ts';
import { decide } from './decide.ts';
import type { ChallengeSeen, Report, Sibling } from './seen.ts';

const published: ChallengeStatus = {
  state: 'pending',
  processing: true,
  presented: true,
  presentedAt: '2026-01-01T12:00:00Z',
};

/** So many seconds after the value was published. */
function at(seconds: number): Date {
  return new Date(Date.parse('2026-01-01T12:00:00Z') + seconds * 1000);
}

function seen(of: Challenge, more: Partial<ChallengeSeen> = {}): ChallengeSeen {
  const nothing = { siblings: [], accepted: false, crowded: false, askAnywaySeconds: 300 };
  return { challenge: of, now: at(0), ...nothing, ...more };
}

/** What two nameservers say; each lacks the values listed for it. */
function check(lacking: readonly (readonly string[])[], more: Partial<TxtReport> = {}): Report<TxtReport> {
  const servers = lacking.map((missing, index) => ({
    server: `ns${index + 1}.example`,
    answer: missing.length === 0 ? ('all' as const) : ('missing' as const),
    missing,
    detail: missing.length === 0 ? 'has the value' : 'does not have the value yet',
  }));
  const complete = lacking.every((missing) => missing.length === 0);
  const answer = { servers, complete, authoritative: true, negativeTtlSeconds: 60, ...more };
  return { is: 'answered', answer, nextSeconds: 2 };
}

function authorization(status: string, own: string, detail?: string): Report<CaAuthorization> {
  const error = {
    type: 'urn:ietf:params:acme:error:unauthorized',
    status: 403,
    detail: detail ?? '',
    subproblems: [],
  };
  const url = 'https://acme.example/challenge/1';
  return {
    is: 'answered',
    nextSeconds: 4,
    answer: {
      url: 'https://acme.example/authorization/1',
      status,
      identifier: { type: 'dns', value: 'shop.example' },
      wildcard: false,
      challenges: [{ type: 'dns-01', url, token: 't', status: own, ...(detail !== undefined && { error }) }],
    },
  };
}

function sibling(more: Partial<Sibling> = {}): Sibling {
  return {
    key: 'web/other',
    value: 'other-value',
    presented: true,
    failing: false,
    createdAt: at(0),
    ...more,
  };
}

describe('a new Challenge', () => {
  it('is presented at once', () => {
    expect(decide(seen(challenge()))).toMatchObject({ actions: [{ do: 'present' }], lookAgainSeconds: 0 });
  });

  it('is held by a finalizer first when another controller made it without one', () => {
    const bare = challenge({ metadata: { finalizers: [] } });

    expect(decide(seen(bare)).actions).toEqual([{ do: 'addFinalizer' }, { do: 'present' }]);
  });

  it('waits for its turn while too many others are being given', () => {
    expect(decide(seen(challenge(), { crowded: true }))).toMatchObject({ actions: [], lookAgainSeconds: 5 });
  });

  it('says by which mechanism it is given', () => {
    const { actions, events } = decide(seen(http01Challenge()));

    expect(actions).toEqual([{ do: 'present' }]);
    expect(events).toMatchObject([{ message: 'Presented challenge using HTTP-01 challenge mechanism' }]);
  });
});

describe('a proof by HTTP that was put in place', () => {
  const inPlace = { ...http01Challenge(), status: published };
  const trouble = 'connection refused';

  it('waits for its first self-check, which runs beside', () => {
    expect(decide(seen(inPlace))).toMatchObject({ actions: [], lookAgainSeconds: 300 });
  });

  it('is accepted when it was seen', () => {
    const httpCheck = { passes: 5, gone: false, nextSeconds: 1 };

    expect(decide(seen(inPlace, { httpCheck })).actions).toEqual([{ do: 'accept' }]);
  });

  it('says what is wrong while it is not seen', () => {
    const httpCheck = { passes: 0, gone: false, nextSeconds: 2, trouble };
    const { status, actions, lookAgainSeconds } = decide(seen(inPlace, { httpCheck, now: at(6) }));

    expect(actions).toEqual([]);
    expect(lookAgainSeconds).toBe(2);
    expect(status.reason).toBe('Waiting for HTTP-01 challenge propagation: connection refused');
  });

  it('is put in place again when somebody took it away', () => {
    const httpCheck = { passes: 0, gone: true, nextSeconds: 2, trouble };

    expect(decide(seen(inPlace, { httpCheck, now: at(6) })).actions).toEqual([{ do: 'present' }]);
  });

  it('is accepted after the deadline whatever the self-check says: the CA decides', () => {
    const httpCheck = { passes: 0, gone: false, nextSeconds: 2, trouble };

    expect(decide(seen(inPlace, { httpCheck, now: at(300) })).actions).toEqual([{ do: 'accept' }]);
  });
});

describe('a published value', () => {
  const shown = challenge({ status: published });

  it('is looked for at once', () => {
    expect(decide(seen(shown))).toMatchObject({ actions: [], lookAgainSeconds: 0 });
  });

  it('is accepted as soon as every nameserver has it, with no further wait', () => {
    expect(decide(seen(shown, { check: check([[], []]), now: at(1) })).actions).toEqual([{ do: 'accept' }]);
  });

  it('is not worth a status while it spreads for a moment', () => {
    const { status, actions, lookAgainSeconds } = decide(
      seen(shown, { check: check([[], ['value-of-shop']]), now: at(4) }),
    );

    expect({ status, actions, lookAgainSeconds }).toEqual({
      status: published,
      actions: [],
      lookAgainSeconds: 2,
    });
  });

  it('that does not spread is told server by server', () => {
    const { status } = decide(seen(shown, { check: check([[], ['value-of-shop']]), now: at(30) }));

    expect(status.reason).toBe(
      'Waiting for DNS-01 challenge propagation: ns1.example has the value; ns2.example does not have the value yet',
    );
  });

  it('is left to the CA after five minutes', () => {
    const stuck = seen(shown, { check: check([['value-of-shop']]), now: at(300) });

    expect(decide(stuck).actions).toEqual([{ do: 'accept' }]);
  });

  it('waits for caches to forget when only they could be asked', () => {
    const cached = check([[]], { authoritative: false, negativeTtlSeconds: 60 });

    expect(decide(seen(shown, { check: cached, now: at(20) }))).toMatchObject({
      actions: [],
      lookAgainSeconds: 40,
    });
    expect(decide(seen(shown, { check: cached, now: at(60) })).actions).toEqual([{ do: 'accept' }]);
  });

  it('is not looked for when the solver says how long to wait instead', () => {
    const { solver } = challenge().spec;
    const waiting = challenge({
      status: published,
      spec: { solver: { ...solver, waitInsteadOfSelfCheck: '30s' } },
    });

    expect(decide(seen(waiting, { now: at(10) }))).toMatchObject({
      status: { reason: 'Waiting 30s before accepting DNS-01 challenge without self-check' },
      lookAgainSeconds: 20,
    });
    expect(decide(seen(waiting, { now: at(30) })).actions).toEqual([{ do: 'accept' }]);
  });
});

describe('two values of one name', () => {
  const shown = challenge({ status: published });

  it('are accepted together: the one that is there waits for the other', () => {
    const other = check([['other-value']]);

    expect(decide(seen(shown, { check: other, siblings: [sibling()], now: at(1) })).actions).toEqual([]);
    expect(decide(seen(shown, { check: check([[]]), siblings: [sibling()], now: at(1) })).actions).toEqual([
      { do: 'accept' },
    ]);
  });

  it('wait for each other although one is not published yet', () => {
    const unpublished = sibling({ presented: false, createdAt: at(0) });

    expect(decide(seen(shown, { check: check([[]]), siblings: [unpublished], now: at(1) })).actions).toEqual(
      [],
    );
  });

  it('do not wait for one whose provider fails', () => {
    const failing = sibling({ presented: false, failing: true });

    expect(decide(seen(shown, { check: check([[]]), siblings: [failing], now: at(1) })).actions).toEqual([
      { do: 'accept' },
    ]);
  });

  it('wait no longer than fifteen seconds', () => {
    const slow = { check: check([['other-value']]), siblings: [sibling()], visibleSince: at(1) };

    expect(decide(seen(shown, { ...slow, now: at(15) })).actions).toEqual([]);
    expect(decide(seen(shown, { ...slow, now: at(16) })).actions).toEqual([{ do: 'accept' }]);
  });
});

describe('after the CA was told to look', () => {
  const shown = challenge({ status: published });

  it('asks again when the CA wants to be asked', () => {
    const asked = seen(shown, { accepted: true, authorization: authorization('pending', 'processing') });

    expect(decide(asked)).toMatchObject({ actions: [], lookAgainSeconds: 4 });
  });

  it('writes the success down first, with one event', () => {
    const { status, actions, events } = decide(
      seen(shown, { accepted: true, authorization: authorization('valid', 'valid') }),
    );

    expect(actions).toEqual([]);
    expect(status).toMatchObject({
      state: 'valid',
      reason: 'Successfully authorized domain',
      processing: false,
    });
    expect(events).toEqual([
      {
        type: 'Normal',
        reason: 'DomainVerified',
        message: 'Domain "shop.example" verified with "DNS-01" validation',
      },
    ]);
  });

  it('fails in the words of the CA when it does not believe the proof', () => {
    const refused = authorization('invalid', 'invalid', 'Incorrect TXT record');
    const { status, events } = decide(seen(shown, { accepted: true, authorization: refused }));
    const why =
      'acme: authorization error for shop.example: 403 urn:ietf:params:acme:error:unauthorized: Incorrect TXT record';

    expect(status).toMatchObject({ state: 'invalid', reason: `Error accepting authorization: ${why}` });
    expect(events).toMatchObject([
      { type: 'Warning', reason: 'Failed', message: `Accepting challenge authorization failed: ${why}` },
    ]);
  });

  it('finds out what became of the proof when the process was restarted', () => {
    expect(decide(seen(shown, { authorization: authorization('valid', 'valid') })).status.state).toBe(
      'valid',
    );
    expect(decide(seen(shown, { authorization: authorization('pending', 'pending') })).actions).toEqual([]);
  });
});

describe('a Challenge that is over', () => {
  it('has its value taken away, then its finalizer', () => {
    const valid: ChallengeStatus = { ...published, state: 'valid', processing: false };

    expect(decide(seen(challenge({ status: valid })))).toEqual({
      status: valid,
      actions: [{ do: 'cleanUp' }, { do: 'removeFinalizer' }],
    });
  });

  it('says that nothing is published any more when it stays because it failed', () => {
    const invalid: ChallengeStatus = { ...published, state: 'invalid' };

    expect(decide(seen(challenge({ status: invalid }))).status).toMatchObject({
      presented: false,
      processing: false,
    });
  });

  it('is cleaned up when it is deleted half way', () => {
    const deleted = challenge({ status: published, metadata: { deletionTimestamp: '2026-01-01T12:00:01Z' } });
    const held = {
      ...deleted,
      metadata: { ...deleted.metadata, finalizers: ['acme.cert-manager.io/finalizer'] },
    };

    expect(decide(seen(held)).actions).toEqual([{ do: 'cleanUp' }, { do: 'removeFinalizer' }]);
  });

  it('rests once nothing of ours holds it', () => {
    const done = challenge({
      status: { state: 'valid' },
      metadata: { finalizers: ['someone.else/finalizer'] },
    });

    expect(decide(seen(done)).actions).toEqual([]);
  });
});
