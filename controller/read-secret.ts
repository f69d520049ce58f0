import { createHash } from 'node:crypto';

import type { Secret } from '../api/secret.ts';
import { Failure } from '../api/failure.ts';
import { decodeCertificate } from '../pki/certificate.ts';
import { decodeKey, keySpecOf, spkiDigest } from '../pki/key.ts';
import { isFromTemporaryCa } from '../pki/temporary.ts';
import { trimObject } from '../runtime/trim.ts';
import { managedBy, othersWith } from './managed-fields.ts';
import type { KeyFacts, LeafFacts, SecretFacts, Unreadable } from './secret-facts.ts';

/** Applies target Secrets; upstream's name, so that each takes over what the other wrote. */
export const issuingManager = 'cert-manager-certificates-issuing';

type Values = Readonly<Record<string, Buffer>>;

/** Reads everything we want to know of a Secret, so that its values need not be kept. */
export function readSecret(secret: Secret): SecretFacts {
  const values = decode(secret.data ?? {});
  const key = readKey(values['tls.key']);
  const leaf = readLeaf(values['tls.crt']);
  const trimmed = trimObject({ metadata: secret.metadata });
  const { managedFields } = secret.metadata;
  const writers = othersWith(issuingManager, ['tls.key', 'tls.crt'], managedFields);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: trimmed.metadata,
    ...(secret.type === undefined ? {} : { type: secret.type }),
    dataKeys: Object.keys(values),
    dataDigests: mapValues(values, sha256),
    ...(key === undefined ? {} : { key }),
    ...(leaf === undefined ? {} : { leaf }),
    caPresent: (values['ca.crt'] ?? nothing).length > 0,
    formats: readFormats(values),
    managed: managedBy(issuingManager, managedFields),
    ...(writers.length > 0 && { writers }),
  };
}

/** `tls-combined.pem`: the private key, a line break, the chain. */
export function combinedPem(key: Buffer, chain: Buffer): Buffer {
  return Buffer.concat([key, Buffer.from('\n'), chain]);
}

/** `key.der`: what is inside the PEM block of `tls.key`. */
export function keyDer(key: Buffer): Buffer {
  const body = key.toString('latin1').replaceAll(/-----[^-]*-----/g, '');
  return Buffer.from(body, 'base64');
}

/** Hex SHA-256 of the bytes. */
export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const nothing = Buffer.alloc(0);

function decode(data: Readonly<Record<string, string>>): Values {
  return mapValues(data, (value) => Buffer.from(value, 'base64'));
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  to: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(value)]));
}

function readKey(pem: Buffer | undefined): KeyFacts | Unreadable | undefined {
  if (pem === undefined || pem.length === 0) return undefined;
  return readable(() => {
    const key = decodeKey(pem);
    return { spec: keySpecOf(key), spkiDigest: spkiDigest(key) };
  });
}

function readLeaf(pem: Buffer | undefined): LeafFacts | Unreadable | undefined {
  if (pem === undefined || pem.length === 0) return undefined;
  return readable(() => leafFacts(pem));
}

/** The public facts of the first certificate of a PEM text. @throws {TerminalFailure} `InvalidCertificate` */
export function leafFacts(pem: Buffer | string): LeafFacts {
  const certificate = decodeCertificate(pem);
  // by name, since some members are made anew each time they are read
  const { serial, notBefore, notAfter, subject, isCa, commonName, authorityKeyId } = certificate;
  const { dnsNames, ipAddresses, emailAddresses, uris } = certificate;
  return {
    serial,
    notBefore,
    notAfter,
    subject,
    isCa,
    spkiDigest: certificate.spkiDigest,
    dnsNames,
    ipAddresses,
    emailAddresses,
    uris,
    ...(commonName !== undefined && { commonName }),
    ...(authorityKeyId !== undefined && { authorityKeyId }),
    ...(isFromTemporaryCa(certificate) && { fromTemporaryCa: true }),
  };
}

function readable<Facts>(read: () => Facts): Facts | Unreadable {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { error: error.message };
  }
}

function readFormats(values: Values): SecretFacts['formats'] {
  const key = values['tls.key'] ?? nothing;
  const chain = values['tls.crt'] ?? nothing;
  return {
    der: values['key.der']?.equals(keyDer(key)) ?? false,
    combinedPem: values['tls-combined.pem']?.equals(combinedPem(key, chain)) ?? false,
  };
}
