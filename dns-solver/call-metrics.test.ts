import { Registry } from '@prometheus-io/client';
import { describe, expect, it } from 'vitest';
import { createCallMetrics } from './call-metrics.ts';

/** The lines of the counters that say something. */
async function counted(registry: Registry): Promise<readonly string[]> {
  return (await registry.metrics()).split('\n').filter((line) => /_total\{/.test(line));
}

describe('the metrics of calls', () => {
  it('count by solver, action and outcome, and what failed by reason', async () => {
    const registry = new Registry();
    const { observe } = createCallMetrics(registry, ['dnspod']);
    observe({ solver: 'dnspod', action: 'Present', outcome: 'solved' }, 0.2);
    observe({ solver: 'dnspod', action: 'CleanUp', outcome: 'failed', reason: 'DnspodThrottled' }, 20);

    expect(await counted(registry)).toEqual([
      'certloom_dns_solver_calls_total{solver="dnspod",action="Present",outcome="solved"} 1',
      'certloom_dns_solver_calls_total{solver="dnspod",action="CleanUp",outcome="failed"} 1',
      'certloom_dns_solver_failures_total{solver="dnspod",reason="DnspodThrottled"} 1',
    ]);
    expect(await registry.metrics()).toContain(
      'certloom_dns_solver_call_duration_seconds_bucket{le="0.25",solver="dnspod",action="Present",outcome="solved"} 1',
    );
  });

  it("count vendors' answers by their codes", async () => {
    const registry = new Registry();
    const { answered } = createCallMetrics(registry, ['dnspod']);
    for (const code of ['ok', 'RequestLimitExceeded', 'ok'])
      answered({ vendor: 'DNSPod', action: 'CreateRecord', code });

    expect(await counted(registry)).toEqual([
      'certloom_dns_provider_answers_total{vendor="DNSPod",action="CreateRecord",code="ok"} 2',
      'certloom_dns_provider_answers_total{vendor="DNSPod",action="CreateRecord",code="RequestLimitExceeded"} 1',
    ]);
  });

  it('make no series of what callers and vendors invent', async () => {
    const registry = new Registry();
    const { observe, answered } = createCallMetrics(registry, ['dnspod']);
    observe({ solver: 'invented', action: undefined, outcome: 'refused' }, 0);
    answered({ vendor: 'DNSPod', action: 'CreateRecord', code: 'no code: "a sentence"' });

    expect(await counted(registry)).toEqual([
      'certloom_dns_solver_calls_total{solver="unknown",action="unknown",outcome="refused"} 1',
      'certloom_dns_provider_answers_total{vendor="DNSPod",action="CreateRecord",code="other"} 1',
    ]);
  });
});
