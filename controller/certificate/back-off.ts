import { findCondition } from '../../api/conditions.ts';
import type { IssuanceBackoff } from '../settings.ts';
import { leafOf } from './policies.ts';
import type { Seen } from './seen.ts';

/** Near its end a certificate is tried for this often, whatever the eighth of its remaining life says. */
const shortestSeconds = 60;

/**
 * How long issuance still rests after it failed: 1 h at first, doubling to 32 h, but never more than an eighth of the life
 * that the certificate in use has left, and never more than the first rest once it has expired.
 *
 * @returns seconds; 0 when it may be tried now: nothing failed, the rest is over, or something that may have been the
 *   cause was changed since
 */
export function restSeconds(seen: Seen): number {
  const { lastFailureTime } = seen.certificate.status ?? {};
  if (lastFailureTime === undefined || seen.settings.backoff.initialSeconds <= 0) return 0;
  if (changedSinceFailure(seen)) return 0;
  const failed = new Date(lastFailureTime);
  const elapsed = (seen.now.getTime() - failed.getTime()) / 1000;
  return Math.max(0, fullRest(failed, seen) - elapsed);
}

function fullRest(failed: Date, { certificate, secret, settings }: Seen): number {
  const attempts = certificate.status?.failedIssuanceAttempts;
  return fullRestSeconds(settings.backoff, { failed, attempts, notAfter: leafOf(secret)?.notAfter });
}

/** What the rest after a failure is counted from. */
export interface FailedAttempt {
  readonly failed: Date;
  /** Failures in a row. */
  readonly attempts: number | undefined;
  /** Of the certificate in use, where there is one. */
  readonly notAfter: Date | undefined;
}

/** How long issuance rests after a failure, from its beginning. */
export function fullRestSeconds(
  { initialSeconds, maximumSeconds }: IssuanceBackoff,
  { failed, attempts, notAfter }: FailedAttempt,
): number {
  const doubled = initialSeconds * 2 ** (Math.max(1, attempts ?? 1) - 1);
  const growing = Math.max(initialSeconds, Math.min(doubled, maximumSeconds));
  if (notAfter === undefined) return growing;
  const lifeLeft = (notAfter.getTime() - failed.getTime()) / 1000;
  const cap = lifeLeft > 0 ? Math.max(lifeLeft / 8, shortestSeconds) : initialSeconds;
  return Math.min(growing, cap);
}

/** The Certificate's spec, its issuer, or a Secret of its issuer. */
function changedSinceFailure({ certificate, issuer }: Seen): boolean {
  const issuing = findCondition(certificate.status?.conditions, 'Issuing');
  const generation = certificate.metadata.generation ?? 0;
  if (issuing?.observedGeneration !== undefined && issuing.observedGeneration < generation) return true;
  return issuer.changedSinceFailure;
}
