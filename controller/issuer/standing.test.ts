import { describe, expect, it } from 'vitest';

import { findCondition } from '../../api/conditions.ts';
import type { IssuerStatus } from '../../api/issuer/issuer.ts';
import { issuer } from '../../test/build/issuer.ts';
import { condition } from '../../test/build/object.ts';
import { secondsOfPatience, withStalled } from './standing.ts';

/** Made at 2026-01-01T00:00:00Z. */
const issuerWith = (status?: IssuerStatus) => issuer(status === undefined ? {} : { status });
const at = (time: string, status?: IssuerStatus) => ({ issuer: issuerWith(status), now: new Date(time) });
const ready = (message: string) => condition('Ready', 'False', { reason: 'Wrong', message });

describe('the patience with a new issuer', () => {
  it.each<[string, string, IssuerStatus | undefined, number]>([
    ['is five seconds', '2026-01-01T00:00:00Z', { observedGeneration: -1 }, 5],
    ['gets less', '2026-01-01T00:00:04Z', undefined, 1],
    ['ends', '2026-01-01T00:00:05Z', undefined, 0],
    ['is over once something was said', '2026-01-01T00:00:01Z', { conditions: [ready('no')] }, 0],
    ['bears with clocks that differ a little', '2025-12-31T23:59:58Z', undefined, 7],
    ['but not with an issuer of tomorrow', '2025-12-31T00:00:00Z', undefined, 0],
  ])('%s', (_, time, status, seconds) => {
    expect(secondsOfPatience(at(time, status))).toBe(seconds);
  });
});

describe('an issuer that is not ready', () => {
  const wrong = { because: 'wrong', reason: 'Wrong', message: 'no' } as const;
  const stalledAfter = (before: IssuerStatus, outcome: Parameters<typeof withStalled>[2]) => {
    const after = { conditions: [ready(outcome.message)] };
    const kept = (before.conditions ?? []).filter(({ type }) => type !== 'Ready');
    const status = { conditions: [...after.conditions, ...kept] };
    return findCondition(
      withStalled(at('2026-01-02T00:00:00Z', before), status, outcome).conditions,
      'Stalled',
    );
  };

  it('is stalled when only a change can mend it', () => {
    expect(stalledAfter({}, wrong)).toMatchObject({ status: 'True', reason: 'Wrong', message: 'no' });
  });

  it('is not stalled when something is missing that may come, nor when the failure may pass', () => {
    expect(stalledAfter({}, { ...wrong, because: 'missing' })).toBeUndefined();
    expect(stalledAfter({}, { reason: 'Wrong', message: 'no' })).toBeUndefined();
  });

  it('stays stalled as long as it lasts, and no longer', () => {
    const stalled = { conditions: [ready('no'), condition('Stalled', 'True', { reason: 'Wrong' })] };

    expect(stalledAfter(stalled, wrong)).toMatchObject({ status: 'True' });
    expect(stalledAfter(stalled, { reason: 'Wrong', message: 'try later' })).toBeUndefined();
  });

  it('is left in the words of an upstream controller until something changes', () => {
    expect(stalledAfter({ conditions: [ready('no')] }, wrong)).toBeUndefined();
    expect(stalledAfter({ conditions: [ready('other')] }, wrong)).toBeDefined();
  });
});
