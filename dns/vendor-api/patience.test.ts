import { describe, expect, it } from 'vitest';
import { TransientFailure } from '../../api/failure.ts';
import { apiCall, hastyClock } from '../../test/build/provider-tools.ts';
import type { ApiAnswer } from '../provider.ts';
import { askPatiently } from './patience.ts';
import type { Refusal, Vendor } from './refusal.ts';

const vendor: Vendor = { label: 'Vendor', word: 'Vendor', advice: () => undefined };
const asked = { action: 'create', rate: { perSecond: 100 }, account: 'ours' };
const done = { ok: true } as const;

function refusal(changes: Partial<Refusal>): Refusal {
  return { ok: false, code: 'x', message: 'No.', meaning: 'throttled', ...changes };
}

/** Answers one after the other; the last one again and again. */
function answering(...answers: readonly (typeof done | Refusal | Error)[]) {
  let count = 0;
  return {
    attempt: () => {
      const answer = answers[Math.min(count, answers.length - 1)] ?? done;
      count += 1;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    count: () => count,
  };
}

describe('asking a vendor', () => {
  it('ends with the first answer that time does not change', async () => {
    const api = answering(refusal({ meaning: 'permanent' }));

    expect(await askPatiently(apiCall(vendor), asked, api.attempt)).toMatchObject({ meaning: 'permanent' });
    expect(api.count()).toBe(1);
  });

  it('goes on while it is throttled, stumbles or does not answer', async () => {
    const unreachable = new TransientFailure('VendorUnreachable', 'no answer');
    const api = answering(refusal({}), refusal({ meaning: 'passing' }), unreachable, done);

    expect(await askPatiently(apiCall(vendor), asked, api.attempt)).toEqual(done);
  });

  it('does not come back before it is told to', async () => {
    const clock = hastyClock();
    const api = answering(refusal({ retryAfterSeconds: 7 }), done);

    await askPatiently(apiCall(vendor, { clock }), asked, api.attempt);

    expect(clock.waitedSeconds).toBe(7);
  });

  it('ends at once when it is told to come back later than the call may last', async () => {
    const clock = hastyClock();
    const api = answering(refusal({ retryAfterSeconds: 300 }));

    expect(await askPatiently(apiCall(vendor, { clock }), asked, api.attempt)).toMatchObject({
      retryAfterSeconds: 300,
    });
    expect([clock.waitedSeconds, api.count()]).toEqual([0, 1]);
  });

  it('is over within 20 s', async () => {
    const clock = hastyClock();

    await askPatiently(apiCall(vendor, { clock }), asked, answering(refusal({})).attempt);

    expect(clock.waitedSeconds).toBeGreaterThan(14);
    expect(clock.waitedSeconds).toBeLessThan(20);
  });

  it('keeps to the rate of the account', async () => {
    const clock = hastyClock();
    const call = apiCall(vendor, { clock });
    const slow = { ...asked, rate: { perSecond: 1, burst: 2 } };

    for (let count = 0; count < 5; count += 1) await askPatiently(call, slow, answering(done).attempt);

    expect(clock.waitedSeconds).toBeGreaterThan(2.9);
    expect(clock.waitedSeconds).toBeLessThan(3.1);
  });

  it('says so when too many calls are before it', async () => {
    const call = apiCall(vendor);
    const slow = { ...asked, rate: { perSecond: 0.01, burst: 1 } };
    await askPatiently(call, slow, answering(done).attempt);

    await expect(askPatiently(call, slow, answering(done).attempt)).rejects.toMatchObject({
      reason: 'VendorThrottled',
      retry: true,
      message: 'Too many calls of Vendor are under way for this account; it will be tried again',
    });
  });

  it('tells of every answer', async () => {
    const answers: ApiAnswer[] = [];
    const unreachable = new TransientFailure('VendorUnreachable', 'no answer');
    const call = apiCall(vendor, { observe: (answer) => answers.push(answer) });

    await askPatiently(call, asked, answering(refusal({ code: '429' }), unreachable, done).attempt);

    expect(answers.map(({ code }) => code)).toEqual(['429', 'VendorUnreachable', 'ok']);
    expect(answers[0]).toMatchObject({ vendor: 'Vendor', action: 'create' });
  });

  it('ends when the caller has gone', async () => {
    const gone = new AbortController();
    const clock = hastyClock();
    const api = answering(refusal({}));
    const asking = askPatiently(apiCall(vendor, { clock, signal: gone.signal }), asked, async () => {
      gone.abort(new Error('the caller has gone'));
      return api.attempt();
    });

    await expect(asking).rejects.toThrow('the caller has gone');
    expect(api.count()).toBe(1);
  });
});
