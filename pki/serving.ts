import type { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

import { TerminalFailure } from '../api/failure.ts';
import { decodeCertificate } from './certificate.ts';
import { decodeKey, encodeKey, generateKey, keySpecOf, spkiDigest, spkiOf } from './key.ts';
import * as x509 from './x509.ts';

/** A certificate and its private key (PKCS#8), both PEM. */
export interface CertificateAndKey {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** Certificates begin this much earlier, so that a peer whose clock is behind takes them at once. */
const clockSkewSeconds = 300;

interface Wanted {
  readonly subject: x509.Name;
  readonly key: KeyObject;
  readonly issuer: x509.Name;
  readonly issuerKey: KeyObject;
  readonly now: Date;
  readonly lifetimeSeconds: number;
  readonly extensions: readonly x509.Extension[];
}

function nameOf(commonName: string): x509.Name {
  return new x509.Name([{ CN: [commonName] }]);
}

/** The CA is one of ours as a rule, but whoever puts another in its place may have chosen any kind of key. */
function signingKeyFrom(key: KeyObject): ReturnType<KeyObject['toCryptoKey']> {
  const { algorithm, size } = keySpecOf(key);
  const parameters = {
    RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    ECDSA: { name: 'ECDSA', namedCurve: `P-${size}` },
    Ed25519: { name: 'Ed25519' },
  };
  return key.toCryptoKey(parameters[algorithm], false, ['sign']);
}

async function issue(wanted: Wanted): Promise<CertificateAndKey> {
  const { subject, key, issuer, issuerKey, now, lifetimeSeconds, extensions } = wanted;
  const publicKey = spkiOf(key);
  const begin = Math.floor(now.getTime() / 1000);
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    publicKey,
    issuer,
    signingKey: signingKeyFrom(issuerKey),
    notBefore: new Date((begin - clockSkewSeconds) * 1000),
    notAfter: new Date((begin + Math.floor(lifetimeSeconds)) * 1000),
    extensions: [...extensions, await x509.SubjectKeyIdentifierExtension.create(publicKey)],
  });
  return { certificatePem: `${certificate.toString('pem')}\n`, keyPem: encodeKey(key, 'PKCS8') };
}

/** A CA of our own for serving certificates (design.md D13), ECDSA P-256. */
export async function createServingCa(now: Date, lifetimeSeconds: number): Promise<CertificateAndKey> {
  const key = await generateKey({ algorithm: 'ECDSA', size: 256 });
  const name = nameOf('certloom serving CA');
  const { digitalSignature, keyCertSign, cRLSign } = x509.KeyUsageFlags;
  return issue({
    subject: name,
    key,
    issuer: name,
    issuerKey: key,
    now,
    lifetimeSeconds,
    extensions: [
      new x509.KeyUsagesExtension(digitalSignature | keyCertSign | cRLSign, true),
      new x509.BasicConstraintsExtension(true, undefined, true),
    ],
  });
}

function leafExtensions(names: readonly string[], caKeyId: string | undefined): readonly x509.Extension[] {
  const altNames = names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }) as const);
  return [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.BasicConstraintsExtension(false, undefined, true),
    ...(altNames.length > 0 ? [new x509.SubjectAlternativeNameExtension(altNames)] : []),
    ...(caKeyId ? [new x509.AuthorityKeyIdentifierExtension(caKeyId)] : []),
  ];
}

/**
 * A serving certificate signed by that CA, ECDSA P-256.
 *
 * @param dnsNames what clients connect to, the most telling first; IP addresses are taken too
 * @returns the leaf alone: clients know the CA from the `caBundle`
 * @throws {TerminalFailure} `InvalidCertificate` or `InvalidPrivateKey` when the CA cannot be read, `SigningFailed` when
 *   its parts do not belong together
 */
export async function createServingCertificate(
  ca: CertificateAndKey,
  dnsNames: readonly string[],
  now: Date,
  lifetimeSeconds: number,
): Promise<CertificateAndKey> {
  const issuer = decodeCertificate(ca.certificatePem);
  const issuerKey = decodeKey(ca.keyPem);
  if (spkiDigest(issuerKey) !== issuer.spkiDigest) {
    throw new TerminalFailure(
      'SigningFailed',
      "the serving CA's private key does not belong to its certificate",
    );
  }
  return issue({
    // a common name holds 64 characters (RFC 5280 appendix A.1), and clients look at the other names
    subject: nameOf(dnsNames.find((name) => name.length <= 64) ?? 'certloom'),
    key: await generateKey({ algorithm: 'ECDSA', size: 256 }),
    issuer: new x509.Name(issuer.subjectDer),
    issuerKey,
    now,
    lifetimeSeconds,
    extensions: leafExtensions(dnsNames, issuer.subjectKeyId),
  });
}
