import { effectivePrivateKey } from './defaults.ts';
import type { CertificateSpec } from './certificate.ts';

/** Bytes of PEM text; larger requests are read neither by cert-manager nor by us. */
export const largestRequest = 36_500;

/** Type and length of an ASN.1 element, as short as they can be. */
const header = 2;

function bytesOf(texts: readonly string[] = [], overhead: number = header): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text) + overhead, 0);
}

function altNameBytes({
  dnsNames,
  uris,
  emailAddresses,
  ipAddresses,
  otherNames = [],
}: CertificateSpec): number {
  const addresses = (ipAddresses ?? []).length * (header + 4);
  const others = otherNames.map(({ utf8Value = '' }) => utf8Value);
  return (
    bytesOf(dnsNames) + bytesOf(uris) + bytesOf(emailAddresses) + addresses + bytesOf(others, 5 * header)
  );
}

function subjectBytes({ commonName = '', literalSubject, subject = {} }: CertificateSpec): number {
  if (literalSubject) return 0; // its escapes may be longer than what they stand for
  const { serialNumber = '', ...lists } = subject;
  const attribute = 3 * header + 3;
  return (
    bytesOf([commonName, serialNumber], 0) +
    Object.values(lists).reduce((sum, list) => sum + bytesOf(list, attribute), 0)
  );
}

function constraintBytes({ nameConstraints = {} }: CertificateSpec): number {
  return [nameConstraints.permitted, nameConstraints.excluded]
    .flatMap(({ dnsDomains = [], emailAddresses = [], uriDomains = [] } = {}) => [
      ...dnsDomains,
      ...emailAddresses,
      ...uriDomains,
    ])
    .reduce((sum, name) => sum + name.length + 2 * header, 0);
}

/** Public key and signature. */
function keyBytes(spec: CertificateSpec): number {
  const { algorithm, size } = effectivePrivateKey(spec);
  switch (algorithm) {
    case 'RSA':
      return (size / 8) * 2;
    case 'ECDSA':
      return (size / 8) * 4;
    case 'Ed25519':
      return 96;
    default:
      return algorithm satisfies never;
  }
}

/** What stands around the rest in the smallest of requests. */
const frameBytes = 70;
const pemFrame = '-----BEGIN CERTIFICATE REQUEST-----\n-----END CERTIFICATE REQUEST-----\n'.length;

/**
 * How large the certificate signing request for a Certificate is at least: bytes of PEM text. The real one is a few
 * hundred bytes larger, so that what is too large here certainly is.
 */
export function leastRequestSize(spec: CertificateSpec): number {
  const der = frameBytes + altNameBytes(spec) + subjectBytes(spec) + constraintBytes(spec) + keyBytes(spec);
  const base64 = Math.ceil(der / 3) * 4;
  return pemFrame + base64 + Math.floor(base64 / 64);
}
