import { Counter, Histogram, type Registry } from '@prometheus-io/client';
import type { ApiAnswer } from '../dns/provider.ts';
import { createProviderMetrics } from '../dns/provider-metrics.ts';
import { wordOr } from '../runtime/label-value.ts';
import type { AuditOutcome } from './audit.ts';

/** Counts calls; labels are only ever known words, so that callers cannot make series. */
export interface CallMetrics {
  readonly observe: (call: ObservedCall, seconds: number) => void;
  /** One answer of a vendor's API, retries included. */
  readonly answered: (answer: ApiAnswer) => void;
}

export interface ObservedCall {
  readonly solver: string;
  readonly action: string | undefined;
  readonly outcome: AuditOutcome['outcome'];
  /** Of what did not work: a CamelCase word. */
  readonly reason?: string | undefined;
}

/** @param solvers the names there are; any other is counted as `unknown` */
export function createCallMetrics(registry: Registry, solvers: readonly string[]): CallMetrics {
  const labelNames = ['solver', 'action', 'outcome'] as const;
  const registers = [registry];
  const calls = new Counter({
    name: 'certloom_dns_solver_calls_total',
    help: 'Challenge calls, by solver, action and outcome (solved, failed, refused)',
    labelNames,
    registers,
  });
  const durations = new Histogram({
    name: 'certloom_dns_solver_call_duration_seconds',
    help: 'How long challenge calls took',
    labelNames,
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25],
    registers,
  });
  const failures = new Counter({
    name: 'certloom_dns_solver_failures_total',
    help: 'Challenge calls that a solver could not do, by solver and reason',
    labelNames: ['solver', 'reason'],
    registers,
  });
  return {
    observe({ solver: name, action = 'unknown', outcome, reason }, seconds) {
      const solver = solvers.includes(name) ? name : 'unknown';
      const labels = { solver, action, outcome };
      calls.inc(labels);
      durations.observe(labels, seconds);
      if (outcome === 'failed') failures.inc({ solver, reason: wordOr(reason, 'Unknown') });
    },
    answered: createProviderMetrics(registry),
  };
}
