import type { Certificate } from '../../api/certificate/certificate.ts';
import { findCondition } from '../../api/conditions.ts';
import type { ClusterIssuer, Issuer } from '../../api/issuer/issuer.ts';

/**
 * Remembers for which failures something changed afterwards that may have been their cause (the issuer, a Secret of it).
 * Status has whole seconds only and could not say which came first; a store can: its objects hold our own writes.
 */
export interface Retries {
  /** Something changed: if the Certificate's last attempt failed, it may try again at once. */
  allow(certificate: Certificate): void;
  isAllowed(certificate: Certificate): boolean;
  /** The Certificate is gone. */
  forget(certificate: Certificate): void;
}

export function createRetries(): Retries {
  const allowed = new Map<string, string>();
  return {
    allow(certificate) {
      const failure = failureOf(certificate);
      if (failure !== undefined) allowed.set(certificate.metadata.uid ?? '', failure);
    },
    isAllowed(certificate) {
      const failure = failureOf(certificate);
      return failure !== undefined && allowed.get(certificate.metadata.uid ?? '') === failure;
    },
    forget: ({ metadata }) => void allowed.delete(metadata.uid ?? ''),
  };
}

/** Which failure the status tells of: the next one has another number. */
function failureOf({ status }: Certificate): string | undefined {
  if (status?.lastFailureTime === undefined) return undefined;
  return `${status.failedIssuanceAttempts ?? 0} ${status.lastFailureTime}`;
}

/**
 * Whether an issuer became ready after a failure, also while no process of ours was there to see it. That it was made after
 * it says nothing: so are all issuers of a cluster that was restored, and a new one has to become ready first.
 *
 * @param failed `status.lastFailureTime`; RFC 3339 in UTC sorts as text
 */
export function isReadySince({ status }: Issuer | ClusterIssuer, failed: string | undefined): boolean {
  const ready = findCondition(status?.conditions, 'Ready');
  const since = ready?.status === 'True' ? ready.lastTransitionTime : undefined;
  return since !== undefined && failed !== undefined && since > failed;
}
