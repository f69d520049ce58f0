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
export function nextKeyName(certificate: Certificate, revision: number): string {
  return `${requestName(certificate, revision)}-next`;
}
