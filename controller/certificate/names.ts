import { secureName } from '../../api/names.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';

/** `<certificate>-<revision>`, as upstream names requests. */
export function requestName(certificate: Certificate, revision: number): string {
  return `${secureName(certificate.metadata.name ?? '')}-${revision}`;
}

/**
 * The Secret of the private key of an issuance in progress. Derived, so that a crash finds it again; upstream lets the API
 * server choose a random one.
 */
function derivedKeyName(certificate: Certificate, revision: number): string {
  return `${requestName(certificate, revision)}-next`;
}

/** The name on record (a controller before us may have chosen it), else the derived one. */
export function nextKeyName(certificate: Certificate): string {
  return (
    certificate.status?.nextPrivateKeySecretName ?? derivedKeyName(certificate, nextRevisionOf(certificate))
  );
}

/** The revision that an issuance in progress will become. */
export function nextRevisionOf({ status }: Certificate): number {
  return (status?.revision ?? 0) + 1;
}
