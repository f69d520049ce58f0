import type { LeafFacts, Unreadable } from '../secret-facts.ts';
import { isReadable } from '../secret-facts.ts';
import { rfc3339 } from '../../api/conditions.ts';
import { requestDifferences } from './differences.ts';
import type { RequestFacts, Seen } from './seen.ts';

/**
 * Why a request cannot lead to the certificate wanted now and must make room for another; `undefined` when it can.
 *
 * A refusal counts although its key is lost: it holds for the successor too.
 */
export function flawOf(seen: Seen, request: RequestFacts): string | undefined {
  const { csr, state, object } = request;
  if (!isReadable(csr)) return 'its signing request cannot be read';
  const fields = requestDifferences(seen.certificate.spec, object.spec, csr);
  if (fields.length > 0) return `it does not ask for what the Certificate says now: [${fields.join(' ')}]`;
  if (state.is === 'failed' && wasCounted(seen, state.at))
    return 'it is left over from an attempt that failed';
  return keyFlawOf(seen.nextKey, csr.spkiDigest, state.is === 'failed');
}

function keyFlawOf(nextKey: Seen['nextKey'], requestDigest: string, failed: boolean): string | undefined {
  const key = isReadable(nextKey?.key) ? nextKey.key : undefined;
  if (key === undefined) return failed ? undefined : 'its private key is lost';
  return key.spkiDigest === requestDigest ? undefined : 'it was signed by another private key';
}

/** The failure of this very request has been told already, and its successor's turn has come. */
function wasCounted({ certificate }: Seen, at: Date): boolean {
  const last = certificate.status?.lastFailureTime;
  return last !== undefined && at <= new Date(last);
}

/** Whether the target Secret holds this certificate and its key: only the status was not written yet. */
export function isStored({ secret }: Seen, { csr, state }: RequestFacts): boolean {
  return (
    state.is === 'issued' &&
    isReadable(csr) &&
    isReadable(secret?.key) &&
    secret.key.spkiDigest === csr.spkiDigest &&
    secret.dataDigests['tls.crt'] === state.digest
  );
}

/** What is wrong with what the issuer returned; `undefined` when it can be used. */
export function invalidCertificate(
  { now }: Seen,
  { csr }: RequestFacts,
  leaf: LeafFacts | Unreadable,
): string | undefined {
  if (!isReadable(leaf)) return `Issuer returned an invalid certificate: failed to decode: ${leaf.error}`;
  if (isReadable(csr) && csr.spkiDigest !== leaf.spkiDigest) {
    return 'Issuer returned a certificate with a public key that does not match the CSR. This usually indicates a misconfigured issuer.';
  }
  if (leaf.notAfter >= now) return undefined;
  return `Issuer returned an already expired certificate (notAfter: ${rfc3339(leaf.notAfter)}). This usually indicates an expired CA certificate in the issuer.`;
}
