import type { Certificate } from '../../api/certificate/certificate.ts';

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
