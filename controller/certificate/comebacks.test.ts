import { describe, expect, it } from 'vitest';

import type { Certificate } from '../../api/certificate/certificate.ts';
import { certificate } from '../../test/build/certificate.ts';
import { seen } from '../../test/build/certificate-seen.ts';
import { ManualClock } from '../../test/build/manual-clock.ts';
import { createComebacks } from './comebacks.ts';
import { decide } from './decide.ts';

function shop(uid: string): Certificate {
  const base = certificate();
  return { ...base, metadata: { ...base.metadata, uid } };
}

describe('a Certificate that was deleted and comes again', () => {
  it('waits five seconds for its Secret', async () => {
    const clock = new ManualClock();
    const comebacks = createComebacks(clock);
    comebacks.added(shop('first'));
    comebacks.deleted(shop('first'));
    await clock.advance(600);
    comebacks.added(shop('second'));

    expect(comebacks.secondsToWait(shop('first'))).toBe(0);
    expect(comebacks.secondsToWait(shop('second'))).toBe(5);
    await clock.advance(4);
    expect(comebacks.secondsToWait(shop('second'))).toBe(1);
    await clock.advance(2);
    expect(comebacks.secondsToWait(shop('second'))).toBe(0);
  });

  it('is a new one after an hour', async () => {
    const clock = new ManualClock();
    const comebacks = createComebacks(clock);
    comebacks.deleted(shop('first'));
    await clock.advance(3601);
    comebacks.added(shop('second'));

    expect(comebacks.secondsToWait(shop('second'))).toBe(0);
  });

  it('is not issued meanwhile, and nothing is written about it', () => {
    const waiting = seen('2026-01-01T00:00:00Z', { awaitsSecretSeconds: 3 });
    const decision = decide(waiting);

    expect(decision.actions).toEqual([]);
    expect(decision.events ?? []).toEqual([]);
    expect(decision.status).toEqual(waiting.certificate.status ?? {});
    expect(decision.lookAgainSeconds).toBe(3);
  });

  it('is issued when the Secret has not come', () => {
    const { status } = decide(seen('2026-01-01T00:00:00Z'));

    expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'Issuing', status: 'True' }));
  });
});
