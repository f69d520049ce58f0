import type { Failure } from './failure.ts';

/** Who can do something about a failure; `unexpected` is a bug of ours. */
export type FailureClass = 'passing' | 'throttled' | 'rejected' | 'misconfigured' | 'unexpected';

/**
 * The class of a failure, for metrics and alerts:
 *
 * - `throttled`: somebody asked us to come back later;
 * - `passing`: network, 5xx, a nonce that was used up: it may pass by itself;
 * - `rejected`: the CA has refused for good;
 * - `misconfigured`: what is wrong is in the cluster, and waits for a person.
 */
export function failureClass({ retry, retryAfterSeconds, reason }: Failure): FailureClass {
  if (retry) return retryAfterSeconds !== undefined || reason === 'AcmeRateLimited' ? 'throttled' : 'passing';
  return reason.startsWith('Acme') ? 'rejected' : 'misconfigured';
}
