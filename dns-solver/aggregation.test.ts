import { describe, expect, it } from 'vitest';
import { ApiError } from '../runtime/api-error.ts';
import type { Cluster } from '../runtime/cluster.ts';
import { silentLog } from '../runtime/log.ts';
import { ManualClock } from '../test/build/manual-clock.ts';
import { watchAggregation } from './aggregation.ts';

/** An API server that either passes calls on, or says why it does not. */
class Aggregator {
  /** Reason of the APIService's condition Available; `undefined` when all is well. */
  problem: string | undefined;
  calls = 0;

  request(): Promise<unknown> {
    this.calls += 1;
    if (this.problem === undefined) return Promise.resolve({});
    return Promise.reject(new ApiError(503, { message: 'service unavailable' }));
  }

  get(): Promise<unknown> {
    const condition = { type: 'Available', status: 'False', reason: this.problem };
    return Promise.resolve({ metadata: {}, status: { conditions: [condition] } });
  }
}

function watch(aggregator: Aggregator, groups = ['acme.dnspod.com']) {
  const clock = new ManualClock();
  const { signal } = new AbortController();
  const cluster = aggregator as unknown as Cluster;
  return { clock, check: watchAggregation({ cluster, groups, clock, log: silentLog, signal }) };
}

describe('the way through the API server', () => {
  it('is not open before it was tried', () => {
    expect(watch(new Aggregator()).check()).toContain('not asked yet');
  });

  it('is open once a call has arrived, and not tried any more', async () => {
    const aggregator = new Aggregator();
    const { clock, check } = watch(aggregator, ['acme.dnspod.com', 'acme.imroc.cc']);
    await clock.advance(1);
    expect(check()).toBeUndefined();
    expect(aggregator.calls).toBe(2);

    aggregator.problem = 'FailedDiscoveryCheck';
    await clock.advance(60);

    expect(check()).toBeUndefined();
    expect(aggregator.calls).toBe(2);
  });

  it('is tried every second while it is shut, and why is told', async () => {
    const aggregator = new Aggregator();
    aggregator.problem = 'FailedDiscoveryCheck';
    const { clock, check } = watch(aggregator);
    await clock.advance(2.5);

    expect(check()).toBe(
      'no call through the API server arrives for group acme.dnspod.com: FailedDiscoveryCheck',
    );
    expect(aggregator.calls).toBe(3);
  });

  it('counts as open while the API server waits for the first of us to be ready: else both would wait for ever', async () => {
    const aggregator = new Aggregator();
    aggregator.problem = 'MissingEndpoints';
    const { clock, check } = watch(aggregator);
    await clock.advance(1);
    expect(check()).toBeUndefined();

    aggregator.problem = 'FailedDiscoveryCheck';
    await clock.advance(1);
    expect(check()).toContain('FailedDiscoveryCheck');
  });
});
