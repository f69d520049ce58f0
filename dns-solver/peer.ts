import type { X509Certificate } from 'node:crypto';
// toLegacyObject loads a part of it, and whoever has only the part has no TLS any more (Node 24)
import 'node:tls';

/** The client certificate of a connection. */
export interface Peer {
  /** What TLS found when the connection began: a chain to the front proxy CA of that time, good for clients. */
  readonly verified: boolean;
  readonly certificate: X509Certificate;
  /** That CA, as PEM; `undefined` when it is not known. */
  readonly verifiedBy?: string | undefined;
}

/** The CAs that vouch for the front proxy now. */
export interface TrustedNow {
  readonly authorities: readonly X509Certificate[];
  /** The same as PEM, letter by letter as it was given to TLS. */
  readonly clientCaPem: string;
}

/**
 * Whether the certificate holds now. TLS judged it once, when the connection began; since then it may have expired and
 * the CA may have been replaced, and the aggregator keeps its connections for days.
 *
 * Node does not show a server what else the client sent along. So of a chain over other certificates only what TLS said
 * is known, and it counts for as long as the CA is the one that TLS had.
 *
 * Only ever narrows what TLS said: purposes and extensions are its business.
 */
export function holdsNow(peer: Peer, { authorities, clientCaPem }: TrustedNow, now: Date): boolean {
  const { verified, certificate, verifiedBy } = peer;
  if (!verified || !isValidAt(certificate, now)) return false;
  const authority = authorities.find((one) => isIssuedBy(certificate, one));
  return authority === undefined ? verifiedBy === clientCaPem : isValidAt(authority, now);
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
