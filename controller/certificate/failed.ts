import type { CertificateStatus } from '../../api/certificate/certificate.ts';
import { isTrue } from '../../api/conditions.ts';
import type { Failure } from '../../api/failure.ts';
import { apiServerUnreachable } from '../explained.ts';
import type { Seen } from './seen.ts';
import { failed, heldUp, settled } from './status.ts';

/**
 * The status after an action did not work. While something is issued, people read on the Issuing condition what holds it
 * up; what cannot succeed without them counts as a failed attempt.
 */
export function statusAfter(failure: Failure, seen: Seen): CertificateStatus {
  const stored = seen.certificate.status ?? {};
  if (failure.reason === apiServerUnreachable) return stored;
  if (!isTrue(stored.conditions, 'Issuing')) return settled(seen);
  return failure.retry
    ? heldUp(seen, failure.reason, failure.message)
    : failed(seen, failure.reason, failure.message);
}
