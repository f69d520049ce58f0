import { X509Certificate } from 'node:crypto';

import { TerminalFailure } from '../api/failure.ts';
import type { CertificateFacts } from './certificate.ts';

/** What a signer puts into a CertificateRequest's status. */
export interface Chain {
  /** Leaf and intermediates, without a self-signed root. */
  readonly certificatePem: string;
  /** The topmost certificate: the root if it is there, else the highest intermediate. */
  readonly caPem?: string;
}

/** More certificates than this are not looked at: nobody's chain is that long. */
const mostCertificates = 1000;

/** Whether `issuer` signed the certificate: its subject has the bytes of the other's issuer, and its key verifies. */
function issued(issuer: CertificateFacts, certificate: CertificateFacts): boolean {
  return (
    issuer.subjectDer.equals(certificate.issuerDer) &&
    new X509Certificate(certificate.der).verify(issuer.publicKey)
  );
}

function broken(): TerminalFailure {
  return new TerminalFailure('InvalidChain', 'certificate chain is malformed or broken');
}

function withoutDuplicates(certificates: readonly CertificateFacts[]): readonly CertificateFacts[] {
  return [...new Map(certificates.map((one) => [one.der.toString('base64'), one])).values()];
}

/** Each certificate's issuer among them, which for a self-signed one is itself. Two issuers make two chains. */
function issuersOf(all: readonly CertificateFacts[]): ReadonlyMap<CertificateFacts, CertificateFacts> {
  const bySubject = Map.groupBy(all, ({ subjectDer }) => subjectDer.toString('base64'));
  const found = new Map<CertificateFacts, CertificateFacts>();
  for (const one of all) {
    const candidates = bySubject.get(one.issuerDer.toString('base64')) ?? [];
    const [issuer, second] = candidates.filter((other) => issued(other, one));
    if (second) throw broken();
    if (issuer) found.set(one, issuer);
  }
  return found;
}

/** From the leaf, which issued none of the others, up to the certificate that none of the others issued. */
function leafToTop(
  issuers: ReadonlyMap<CertificateFacts, CertificateFacts>,
  all: readonly CertificateFacts[],
): readonly CertificateFacts[] {
  const above = (one: CertificateFacts): CertificateFacts | undefined => {
    const issuer = issuers.get(one);
    return issuer === one ? undefined : issuer;
  };
  const issuing = new Set(all.map(above));
  const ordered: CertificateFacts[] = [];
  let next = all.find((one) => !issuing.has(one));
  while (next && ordered.length <= all.length) {
    ordered.push(next);
    next = above(next);
  }
  // what does not hang together, or in a circle, is not reached from one leaf
  if (ordered.length !== all.length) throw broken();
  return ordered;
}

/**
 * Put certificates into the order of a chain, leaf first, by signature and by the bytes of issuer and subject.
 *
 * @param certificates in any order, duplicates allowed
 * @throws {TerminalFailure} `InvalidChain` when they are not exactly one chain
 */
export function assembleChain(certificates: readonly CertificateFacts[]): Chain {
  if (certificates.length > mostCertificates) throw broken();
  const all = withoutDuplicates(certificates);
  const issuers = issuersOf(all);
  const chain = leafToTop(issuers, all);
  const top = chain.at(-1);
  if (!top) throw broken();
  const isRoot = issuers.get(top) === top;
  const alone = chain.length === 1;
  const served = isRoot && !alone ? chain.slice(0, -1) : chain;
  return {
    certificatePem: served.map(({ pem }) => pem).join(''),
    ...((isRoot || !alone) && { caPem: top.pem }),
  };
}
