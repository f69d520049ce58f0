import { describe, expect, it } from 'vitest';

import { findCondition } from '../../api/conditions.ts';
import type { CertificateSpec, CertificateStatus } from '../../api/certificate/certificate.ts';
import {
  fine,
  issued,
  leaf,
  nextKey,
  request,
  seen,
  targetSecretFacts,
} from '../../test/build/certificate-seen.ts';
import { decide } from './decide.ts';
import type { RenewalAnswer } from './seen.ts';

/** 90 days: by its own margin it is renewed on 2 March. */
const quarter = leaf('2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z', { authorityKeyId: '01' });
const secret = targetSecretFacts(quarter);
const current = request(1, { state: issued(quarter) });
const certificateId = 'AQ.AQ';
const noon = '2026-01-10T12:00:00Z';

const about = { certificateId, at: new Date(noon) };
const told = (start: string, end: string, more: object = {}): RenewalAnswer => ({
  ...about,
  is: 'told',
  info: { suggestedWindow: { start, end }, ...more },
});
const refused: RenewalAnswer = { ...about, is: 'failed', message: '404: no such certificate' };
const march = told('2026-03-10T00:00:00Z', '2026-03-12T00:00:00Z');

interface World {
  readonly answer?: RenewalAnswer;
  readonly now?: string;
  readonly status?: CertificateStatus;
  readonly spec?: Partial<CertificateSpec>;
}

/** A certificate in order, of an issuer that knows renewal information; what it comes to. */
function look({ answer, now = noon, status = fine, spec = {} }: World = {}) {
  const renewalInformation = { canAsk: true, ...(answer && { answer }) };
  return decide(seen(now, { secret, requests: [current], status, spec, renewalInformation }));
}

const asking = [{ do: 'askRenewalInformation', certificateId }];

describe('a certificate of a CA that knows when it should be renewed', () => {
  it('is asked about at once, by its name', () => {
    expect(look().actions).toEqual(asking);
    expect(look().status).toEqual(fine);
  });

  it('is renewed at an instant of the window, the same at every look', () => {
    const { status } = look({ answer: march });
    const again = look({ status, now: '2026-01-11T00:00:00Z' }).status;

    expect(status.acme?.ari).toMatchObject({
      suggestedWindow: { start: '2026-03-10T00:00:00Z', end: '2026-03-12T00:00:00Z' },
      lastChecked: noon,
    });
    expect(status.renewalTime).toMatch(/^2026-03-1[01]T\d\d:\d\d:\d\dZ$/);
    expect(again).toEqual(status);
  });

  it('is renewed then, not before, and not by its own margin', () => {
    const { status } = look({ answer: march });
    const issuing = (now: string) =>
      findCondition(look({ status, now }).status.conditions, 'Issuing')?.reason;

    expect(issuing('2026-03-09T23:59:59Z')).toBeUndefined();
    expect(issuing('2026-03-12T00:00:00Z')).toBe('Renewing');
  });

  it('is renewed at once when its window is over, but not more often than a hundred times in its life', () => {
    const over = told('2026-01-01T00:00:01Z', '2026-01-01T00:00:02Z');

    expect(look({ answer: over }).status.renewalTime).toBe('2026-01-01T21:36:00Z');
  });

  it.each([
    ['begins before the certificate', '2025-12-31T00:00:00Z', '2026-01-02T00:00:00Z'],
    ['leads behind its end', '2026-04-01T00:00:00Z', '2026-04-02T00:00:00Z'],
  ])('is renewed by its own margin when the window %s', (_name, start, end) => {
    expect(look({ answer: told(start, end) }).status.renewalTime).toBe(fine.renewalTime);
  });

  it('is renewed in a window of its own when it has some, and never when it says so', () => {
    const windows = [{ cron: '0 3 * * *', windowDuration: '1h' }];
    const answer = told('2026-03-10T12:00:00Z', '2026-03-10T13:00:00Z');
    const sometimes = look({ answer, spec: { renewal: { policy: 'RenewBefore', windows } } });
    const never = look({ spec: { renewal: { policy: 'Disabled' } } });

    expect(sometimes.status.renewalTime).toBe('2026-03-11T03:00:00Z');
    expect(never.actions).toEqual([]);
    expect(never.status).not.toHaveProperty('renewalTime');
  });
});

describe('the CA is asked again', () => {
  const hours = (answer: RenewalAnswer): number =>
    (Date.parse(look({ answer }).status.acme?.ari?.nextCheck ?? '') - Date.parse(noon)) / 3_600_000;

  it.each([
    ['in six hours when it does not say', march, 6],
    ['when it says', { ...march, retryAfterSeconds: 7200 }, 2],
    ['in an hour at the soonest', { ...march, retryAfterSeconds: 1 }, 1],
    ['in a week at the latest', { ...march, retryAfterSeconds: 1e9 }, 168],
    ['in six hours after a failure', refused, 6],
  ])('%s, or up to a tenth later', (_name, answer, expected) => {
    expect(hours(answer)).toBeGreaterThanOrEqual(expected);
    expect(hours(answer)).toBeLessThanOrEqual(1.1 * expected);
  });

  it('by a timer, and then only once', () => {
    const { status, lookAgainSeconds = 0 } = look({ answer: march });
    const later = new Date(Date.parse(noon) + (lookAgainSeconds + 1) * 1000).toISOString();

    expect(lookAgainSeconds).toBeLessThan(7 * 3600);
    expect(look({ status }).actions).toEqual([]);
    expect(look({ status, now: later }).actions).toEqual(asking);
  });

  it('about a new certificate, whatever was known of the one before', () => {
    const { status } = look({ answer: march });
    const next = leaf('2026-01-10T11:00:00Z', '2026-04-10T11:00:00Z', { spkiDigest: 'key-2' });
    const done = request(2, { state: issued(next, 'pem-2') });
    const busy = {
      ...status,
      conditions: [{ type: 'Issuing', status: 'True', reason: 'ManuallyTriggered' }],
    };
    const { status: after } = decide(
      seen(noon, {
        secret,
        status: busy as CertificateStatus,
        nextKey: nextKey(2),
        requests: [current, done],
        renewalInformation: { canAsk: true, answer: march },
      }),
    );

    expect(after.revision).toBe(2);
    expect(after).not.toHaveProperty('acme');
    expect(after.renewalTime).toBe('2026-03-11T11:00:00Z');
  });

  it('later, when it knows nothing of the kind: nothing is written', () => {
    const answer: RenewalAnswer = { ...about, is: 'unsupported' };

    expect(look({ answer })).toMatchObject({ status: fine, actions: [] });
    expect(look({ answer, now: '2026-01-10T19:00:00Z' }).actions).toEqual(asking);
  });
});

describe('a CA that cannot be asked', () => {
  it('is told of once, and the certificate keeps its own time', () => {
    const { status, events } = look({ answer: refused });

    expect(status.renewalTime).toBe(fine.renewalTime);
    expect(status.acme?.ari?.lastError).toBe('404: no such certificate');
    expect(events).toEqual([
      {
        type: 'Warning',
        reason: 'ARIError',
        message: 'Could not fetch ACME Renewal Information: 404: no such certificate',
      },
    ]);
    const again = { ...refused, at: new Date('2026-01-10T19:00:00Z') };
    expect(look({ status, answer: again, now: '2026-01-10T19:00:00Z' }).events).toEqual([]);
  });

  it('cannot delay a renewal by what it said before, only hasten it', () => {
    const later = { ...refused, at: new Date('2026-01-11T00:00:00Z') };
    const renewal = (answer: RenewalAnswer) => {
      const { status } = look({ answer });
      return look({ status, answer: later, now: '2026-01-11T00:00:00Z' }).status.renewalTime;
    };

    expect(renewal(march)).toBe(fine.renewalTime);
    expect(renewal(told('2026-02-10T00:00:00Z', '2026-02-11T00:00:00Z'))).toMatch(/^2026-02-10T/);
  });
});

describe('where CAs are not asked', () => {
  it('what a status says of it is left alone and counts for nothing', () => {
    const status = { ...look({ answer: march }).status, renewalTime: '2026-03-02T00:00:00Z' };
    const decision = decide(seen(noon, { secret, requests: [current], status }));

    expect(decision).toMatchObject({ status, actions: [] });
  });
});
