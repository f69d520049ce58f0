import { createHash, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';

import { TerminalFailure } from '../api/failure.ts';
import { constructedContext, DerError, members, readDer, tag, type DerElement } from './der.ts';
import {
  decodeAuthorityKeyId,
  decodeBasicConstraints,
  decodeExtensions,
  extensionOids,
  type Extension,
} from './extensions.ts';
import { decodeName, type SubjectFacts } from './name.ts';
import { pemLimits, readPem, writePem, type PemBlock } from './pem.ts';
import { decodeAltNames, type SubjectAltNames } from './subject-alt-names.ts';

/** What a certificate (RFC 5280) says. Nothing is verified here. */
export interface CertificateFacts extends SubjectAltNames {
  readonly pem: string;
  readonly der: Buffer;
  /** Lower-case hex, two digits a byte. */
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** The Names as encoded: a certificate's issuer is the one whose subject has the same bytes. */
  readonly subjectDer: Buffer;
  readonly issuerDer: Buffer;
  readonly subject: SubjectFacts;
  readonly commonName?: string;
  readonly isCa: boolean;
  /** Hex SHA-256 of the SubjectPublicKeyInfo as encoded; compare with `spkiDigest` of a key. */
  readonly spkiDigest: string;
  readonly publicKey: KeyObject;
  /** Lower-case hex. */
  readonly authorityKeyId?: string;
  /** Lower-case hex. */
  readonly subjectKeyId?: string;
}

interface Fields {
  readonly issuer: DerElement;
  readonly subject: DerElement;
  readonly spki: DerElement;
  readonly extensions: ReadonlyMap<string, Extension>;
}

/** The parts of the signed part that `X509Certificate` does not give, or only as text. */
function readFields(der: Buffer): Fields {
  const [tbs] = members(readDer(der, tag.sequence));
  const all = members(tbs);
  // the version comes first unless it is 1: serial, signature, issuer, validity, subject, key
  const [, , issuer, , subject, spki, ...rest] = all[0]?.tag === constructedContext(0) ? all.slice(1) : all;
  if (!issuer || !subject || !spki) throw new DerError('the certificate is cut off');
  const wrapper = rest.find((element) => element.tag === constructedContext(3));
  const [list] = wrapper ? members(wrapper, constructedContext(3)) : [];
  return { issuer, subject, spki, extensions: decodeExtensions(list) };
}

function readKeyIds(
  extensions: Fields['extensions'],
): Pick<CertificateFacts, 'authorityKeyId' | 'subjectKeyId'> {
  const authority = extensions.get(extensionOids.authorityKeyIdentifier)?.value;
  const authorityKeyId = authority && decodeAuthorityKeyId(authority)?.toString('hex');
  const subject = extensions.get(extensionOids.subjectKeyIdentifier)?.value;
  return {
    ...(authorityKeyId && { authorityKeyId }),
    ...(subject && { subjectKeyId: readDer(subject, tag.octetString).content.toString('hex') }),
  };
}

function readCertificate(given: Buffer): CertificateFacts {
  // OpenSSL judges the structure and copies the bytes, so that the facts do not keep a larger input alive
  const x509 = new X509Certificate(given);
  const der = x509.raw;
  const { issuer, subject, spki, extensions } = readFields(der);
  const spkiDer = spki.whole; // all that the getter below keeps of what was read
  const altNames = extensions.get(extensionOids.subjectAltName)?.value;
  const basicConstraints = extensions.get(extensionOids.basicConstraints)?.value;
  return {
    get pem() {
      return writePem('CERTIFICATE', der);
    },
    der,
    serial: x509.serialNumber.toLowerCase(),
    notBefore: x509.validFromDate,
    notAfter: x509.validToDate,
    subjectDer: subject.whole,
    issuerDer: issuer.whole,
    ...decodeName(subject),
    ...decodeAltNames(altNames && readDer(altNames, tag.sequence)),
    isCa: basicConstraints !== undefined && decodeBasicConstraints(basicConstraints),
    spkiDigest: createHash('sha256').update(spkiDer).digest('hex'),
    get publicKey() {
      return createPublicKey({ key: spkiDer, format: 'der', type: 'spki' });
    },
    ...readKeyIds(extensions),
  };
}

function failure(message: string, cause?: unknown): TerminalFailure {
  return new TerminalFailure('InvalidCertificate', message, { cause });
}

function decodeDer(der: Buffer): CertificateFacts {
  try {
    return readCertificate(der);
  } catch (cause) {
    const why = cause instanceof DerError ? cause.message : 'it is not a certificate in DER';
    throw failure(`error decoding certificate: ${why}`, cause);
  }
}

/** A SEQUENCE of more than 127 bytes, as every certificate is; no text has such a second byte. */
function isDer(bytes: Buffer): boolean {
  return bytes[0] === tag.sequence && (bytes[1] ?? 0) >= 0x80;
}

function decodeBlock({ label, der }: PemBlock): CertificateFacts {
  if (label !== 'CERTIFICATE')
    throw failure('error decoding certificate PEM block: its label is not CERTIFICATE');
  return decodeDer(der);
}

/**
 * The first certificate of a PEM text, or one in DER.
 *
 * @param limit bytes of PEM text; a whole chain may follow the first certificate
 * @throws {TerminalFailure} `InvalidCertificate`
 */
export function decodeCertificate(
  pemOrDer: string | Buffer,
  limit: number = pemLimits.chain,
): CertificateFacts {
  if (Buffer.isBuffer(pemOrDer) && isDer(pemOrDer)) return decodeDer(pemOrDer);
  const [first] = readPem(pemOrDer, { limit, reason: 'InvalidCertificate' });
  if (!first) throw failure('error decoding certificate PEM block');
  return decodeBlock(first);
}

/**
 * Every certificate of a PEM text, in its order and at least one.
 *
 * @param limit bytes of PEM text
 * @throws {TerminalFailure} `InvalidCertificate`
 */
export function decodeBundle(
  pem: string | Buffer,
  limit: number = pemLimits.chain,
): readonly CertificateFacts[] {
  const blocks = readPem(pem, { limit, reason: 'InvalidCertificate' });
  if (blocks.length === 0) throw failure('error decoding certificate PEM block');
  return blocks.map(decodeBlock);
}
