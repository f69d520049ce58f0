import { randomBytes, type KeyObject } from 'node:crypto';

import { TerminalFailure } from '../api/failure.ts';
import type { CertificateFacts } from './certificate.ts';
import type { CsrFacts } from './csr.ts';
import { constructedContext } from './der.ts';
import { bitString, element, integer, sequence, time } from './der-write.ts';
import * as extensions from './extensions.ts';
import type { Extension } from './extensions.ts';
import { spkiDigest } from './key.ts';
import { writePem } from './pem.ts';
import { contradictions } from './request-agreement.ts';
import { signingWith } from './signature.ts';
import { usagesFor } from './usages.ts';

/** Who signs: a CA with its certificate, or the request's own key. */
export interface CertificateSigner {
  readonly certificate: CertificateFacts | 'self';
  readonly key: KeyObject;
}

/** A certificate to be signed: what the CSR says, and what the CertificateRequest and the issuer add. */
export interface SignRequest {
  readonly csr: CsrFacts;
  readonly durationSeconds: number;
  /** `spec.usages` of the CertificateRequest; empty means the default. */
  readonly usages: readonly string[];
  readonly isCa: boolean;
  readonly now: Date;
  readonly signer: CertificateSigner;
  readonly crlDistributionPoints?: readonly string[];
  readonly ocspServers?: readonly string[];
  readonly issuingCertificateUrls?: readonly string[];
}

function refused(message: string): TerminalFailure {
  return new TerminalFailure('InvalidRequest', message);
}

/** What can be told from the request alone. */
function checkRequest({ csr, usages, isCa, durationSeconds }: SignRequest): void {
  const [first] = contradictions(csr, { usages, isCa });
  if (first) throw refused(`encoded CSR error: ${first.detail}`);
  if (csr.nameConstraintsDer && !isCa) {
    throw refused(
      'encoded CSR error: the CSR asks for name constraints, which only a CA may have, and spec.isCA is false',
    );
  }
  if (!(durationSeconds >= 1)) throw refused('spec.duration: must be a second or more');
}

function checkSigner({ csr, signer: { certificate, key } }: SignRequest): void {
  const expected = certificate === 'self' ? csr.spkiDigest : certificate.spkiDigest;
  if (spkiDigest(key) === expected) return;
  throw certificate === 'self'
    ? refused('CSR not signed by referenced private key')
    : new TerminalFailure('SigningFailed', "the signing CA's private key does not belong to its certificate");
}

function checkUrls(urls: readonly string[], field: string): void {
  const bad = urls.findIndex((url) => !/^[!-~]+$/.test(url));
  if (bad >= 0) throw refused(`${field}[${bad}]: must be a URL in ASCII`);
}

function revocationExtensions(request: SignRequest): readonly Extension[] {
  const { crlDistributionPoints = [], ocspServers = [], issuingCertificateUrls = [] } = request;
  checkUrls(crlDistributionPoints, 'crlDistributionPoints');
  checkUrls(ocspServers, 'ocspServers');
  checkUrls(issuingCertificateUrls, 'issuingCertificateURLs');
  const access = ocspServers.length + issuingCertificateUrls.length > 0;
  return [
    ...(crlDistributionPoints.length > 0
      ? [extensions.crlDistributionPointsExtension(crlDistributionPoints)]
      : []),
    ...(access ? [extensions.authorityInfoAccessExtension(ocspServers, issuingCertificateUrls)] : []),
  ];
}

/** Usage extensions only when they would say something: RFC 5280 section 4.2.1.3 wants at least one bit. */
function usageExtensions({ usages, isCa }: SignRequest): readonly Extension[] {
  const { keyUsages, extKeyUsageOids } = usagesFor(usages, isCa);
  return [
    ...(keyUsages.length > 0 ? [extensions.keyUsageExtension(keyUsages)] : []),
    ...(extKeyUsageOids.length > 0 ? [extensions.extKeyUsageExtension(extKeyUsageOids)] : []),
  ];
}

function copiedExtensions({ csr }: SignRequest): readonly Extension[] {
  const { subjectAltName, nameConstraints } = extensions.extensionOids;
  const subjectIsEmpty = csr.subjectDer.equals(sequence());
  return [
    ...(csr.sanDer ? [{ oid: subjectAltName, critical: subjectIsEmpty, value: csr.sanDer }] : []),
    ...(csr.nameConstraintsDer
      ? [
          {
            oid: nameConstraints,
            critical: csr.nameConstraintsCritical ?? false,
            value: csr.nameConstraintsDer,
          },
        ]
      : []),
  ];
}

function extensionsOf(request: SignRequest): readonly Extension[] {
  const { csr, isCa, signer } = request;
  const authority = signer.certificate === 'self' ? undefined : signer.certificate.subjectKeyId;
  return [
    ...usageExtensions(request),
    extensions.basicConstraintsExtension(isCa),
    extensions.subjectKeyIdExtension(extensions.keyIdentifier(csr.spkiDer)),
    ...(authority ? [extensions.authorityKeyIdExtension(Buffer.from(authority, 'hex'))] : []),
    ...copiedExtensions(request),
    ...revocationExtensions(request),
  ];
}

/** 128 random bits, the highest cleared so that it is positive (RFC 5280 section 4.1.2.2). */
function randomSerial(): Buffer {
  const bytes = randomBytes(16);
  bytes.writeUInt8(bytes.readUInt8(0) & 0x7f, 0);
  return bytes;
}

/**
 * Sign the certificate that a CSR asks for: subject and subject alternative names as encoded in the CSR, usages and CA
 * as the request says, valid from `now` (whole seconds) for the duration, whenever the CA itself expires.
 *
 * @returns PEM of the new certificate
 * @throws {TerminalFailure} `InvalidRequest` when there is no certificate to be made of the request, for example
 *   because the CSR's own extensions contradict it; `SigningFailed` when the signer's key and certificate do not match
 */
export async function signCertificate(request: SignRequest): Promise<string> {
  checkRequest(request);
  checkSigner(request);
  const { csr, now, durationSeconds, signer } = request;
  const signing = signingWith(signer.key);
  const notBefore = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const notAfter = new Date(notBefore.getTime() + Math.floor(durationSeconds) * 1000);
  const tbs = sequence(
    element(constructedContext(0), integer(2)), // version 3
    integer(randomSerial()),
    signing.algorithmDer,
    signer.certificate === 'self' ? csr.subjectDer : signer.certificate.subjectDer,
    sequence(time(notBefore), time(notAfter)),
    csr.subjectDer,
    csr.spkiDer,
    element(constructedContext(3), extensions.encodeExtensions(extensionsOf(request))),
  );
  const signature = await signing.sign(tbs);
  return writePem('CERTIFICATE', sequence(tbs, signing.algorithmDer, bitString(signature)));
}
