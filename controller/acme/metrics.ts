import { Counter, Summary } from '@prometheus-io/client';
import type { Registry } from '@prometheus-io/client';

import type { AcmeCall } from './transport.ts';

const labelNames = ['scheme', 'host', 'action', 'method', 'status'] as const;

/** Counts calls under upstream's names. @returns to be given to transports */
export function createAcmeMetrics(registry: Registry): (call: AcmeCall) => void {
  const registers = [registry];
  const count = new Counter({
    name: 'certmanager_http_acme_client_request_count',
    help: 'The number of requests made by the ACME client.',
    labelNames,
    registers,
  });
  const duration = new Summary({
    name: 'certmanager_http_acme_client_request_duration_seconds',
    help: 'The HTTP request latencies in seconds for the ACME client.',
    labelNames,
    percentiles: [0.5, 0.9, 0.99],
    maxAgeSeconds: 600,
    ageBuckets: 5,
    registers,
  });
  return ({ scheme, host, action, method, status, seconds }) => {
    const labels = { scheme, host, action, method, status: String(status) };
    count.inc(labels);
    duration.observe(labels, seconds);
  };
}
