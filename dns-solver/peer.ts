import type { X509Certificate } from 'node:crypto';

/** The client certificate of a connection. */
export interface Peer {
  /** What TLS found when the connection began: a chain to the front proxy CA of that time, good for clients. */
  readonly verified: boolean;
  readonly certificate: X509Certificate;
}

/** How many certificates may stand between the leaf and the CA. */
const longestChain = 5;

/**
 * Whether the certificate holds now. TLS judged it once, when the connection began; since then it may have expired and
 * the CA may have been replaced, and the aggregator keeps its connections for days.
 *
 * Only ever narrows what TLS said: purposes and extensions are its business.
 */
export function holdsNow(peer: Peer, authorities: readonly X509Certificate[], now: Date): boolean {
  if (!peer.verified) return false;
  let certificate: X509Certificate | undefined = peer.certificate;
  for (let step = 0; step < longestChain && certificate !== undefined; step += 1) {
    const current: X509Certificate = certificate;
    if (!isValidAt(current, now)) return false;
    if (authorities.some((authority) => isIssuedBy(current, authority) && isValidAt(authority, now)))
      return true;
    const issuer = current.issuerCertificate;
    certificate = issuer !== undefined && isIssuedBy(current, issuer) ? issuer : undefined;
  }
  return false;
}

function isIssuedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  return authority.ca && certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

function isValidAt(certificate: X509Certificate, now: Date): boolean {
  return certificate.validFromDate <= now && now <= certificate.validToDate;
}

/** The common name; the last one where there are several, as Go reads it. */
export function commonNameOf(certificate: X509Certificate): string {
  const { CN } = certificate.toLegacyObject().subject as { readonly CN?: string | readonly string[] };
  return (typeof CN === 'string' ? CN : CN?.at(-1)) ?? '';
}
