import { describe, expect, it } from 'vitest';

import type { CertificateStatus } from '../../api/certificate/certificate.ts';
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
import type { Seen } from './seen.ts';

/** 90 days: renewal on 2 March, overdue from 17 March, expired on 1 April. */
const quarter = leaf('2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z');
const times = [
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:10Z',
  '2026-03-02T00:00:01Z',
  '2026-03-17T00:00:01Z',
  '2026-04-01T00:00:01Z',
];

const failedIssuing = condition('Issuing', 'False', {
  reason: 'Failed',
  message: 'no',
  observedGeneration: 1,
});
const statuses: Readonly<Record<string, CertificateStatus | undefined>> = {
  none: undefined,
  busy: busy(1),
  fine,
  'being renewed': {
    ...fine,
    conditions: [...(fine.conditions ?? []), ...(busy(2).conditions ?? []).slice(0, 1)],
  },
  'not renewed': {
    ...fine,
    conditions: [...(fine.conditions ?? []), failedIssuing],
    lastFailureTime: '2026-03-16T23:59:59Z',
    failedIssuanceAttempts: 9,
  },
};

const refused = (revision: number, at: string) =>
  request(revision, { state: { is: 'failed', reason: 'Failed', message: 'no such zone', at: new Date(at) } });

/** What may be there beside the status; nothing of it changes while the status comes to rest. */
function worlds(now: string): Readonly<Record<string, Partial<Seen>>> {
  const secret = targetSecretFacts(quarter);
  const signed = request(1, { state: issued(quarter) });
  const issuer = { signsAtOnce: false, changedSinceFailure: false, obstacle: 'Issuer "ca" is gone' };
  return {
    nothing: {},
    'a request': { nextKey: nextKey(1), requests: [request(1)] },
    'a request without an issuer': { nextKey: nextKey(1), requests: [request(1)], issuer },
    'a refused request': { nextKey: nextKey(1), requests: [refused(1, now)] },
    'a Secret': { secret, requests: [signed] },
    'a Secret and a request without an issuer': {
      secret,
      nextKey: nextKey(2),
      requests: [signed, request(2)],
      issuer,
    },
    'a Secret and a refused request': { secret, nextKey: nextKey(2), requests: [signed, refused(2, now)] },
    'a Secret that another writes': {
      secret: { ...secret, managed: { ...secret.managed, dataKeys: [] }, writers: ['sync'] },
      overwritten: { manager: 'sync', times: 3, at: new Date(now) },
    },
    'a Secret of another': { secret, ownsSecretName: false, secretNameOwner: 'elder' },
  };
}

describe('as long as nothing happens, a status comes to rest', () => {
  const cases = times.flatMap((now) =>
    Object.entries(worlds(now)).flatMap(([world, facts]) =>
      Object.entries(statuses).map(([name, status]) => ({ now, world, name, facts, status })),
    ),
  );

  it.each(cases)('at $now with $world, from $name', ({ now, facts, status }) => {
    const look = (before: CertificateStatus | undefined) =>
      decide(seen(now, { ...facts, ...(before !== undefined && { status: before }) })).status;
    const atRest = [1, 2, 3, 4].reduce(look, status);

    expect(look(atRest)).toEqual(atRest);
  });
});
