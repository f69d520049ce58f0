import { Counter, type Registry } from '@prometheus-io/client';

import type { ApiAnswer } from '../../dns/provider.ts';
import { createProviderMetrics } from '../../dns/provider-metrics.ts';

/** What a self-check came to: the proof was there, it was not (yet), or nobody could be asked. */
export type CheckOutcome = 'there' | 'missing' | 'failed';

export interface ChallengeMetrics {
  readonly checked: (type: 'DNS-01' | 'HTTP-01', outcome: CheckOutcome) => void;
  /** One answer of a DNS vendor to a provider that is built in. */
  readonly answered: (answer: ApiAnswer) => void;
}

/** Counts what is done for proofs. */
export function createChallengeMetrics(registry: Registry): ChallengeMetrics {
  const checks = new Counter({
    name: 'certloom_challenge_self_checks_total',
    help: 'Self-checks of proofs, by type and outcome (there, missing, failed).',
    labelNames: ['type', 'outcome'],
    registers: [registry],
  });
  return {
    checked: (type, outcome) => checks.inc({ type, outcome }),
    answered: createProviderMetrics(registry),
  };
}
