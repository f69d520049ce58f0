import { Counter, Histogram, type Registry } from '@prometheus-io/client';
import type { AuditOutcome } from './audit.ts';

/** Counts calls; labels are only ever known words, so that callers cannot make series. */
export interface CallMetrics {
  observe(
    call: {
      readonly solver: string;
      readonly action: string | undefined;
      readonly outcome: AuditOutcome['outcome'];
    },
    seconds: number,
  ): void;
}

/** @param solvers the names there are; any other is counted as `unknown` */
export function createCallMetrics(registry: Registry, solvers: readonly string[]): CallMetrics {
  const labelNames = ['solver', 'action', 'outcome'] as const;
  const calls = new Counter({
    name: 'certloom_dns_solver_calls_total',
    help: 'Challenge calls, by solver, action and outcome (solved, failed, refused)',
    labelNames,
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'certloom_dns_solver_call_duration_seconds',
    help: 'How long challenge calls took',
    labelNames,
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25],
    registers: [registry],
  });
  return {
    observe({ solver, action, outcome }, seconds) {
      const labels = {
        solver: solvers.includes(solver) ? solver : 'unknown',
        action: action ?? 'unknown',
        outcome,
      };
      calls.inc(labels);
      durations.observe(labels, seconds);
    },
  };
}
