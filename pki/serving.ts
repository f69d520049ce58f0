import { createHash, type KeyObject } from 'node:crypto';
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

type SigningKey = ReturnType<KeyObject['toCryptoKey']>;

/** The CA is ours as a rule, but whoever puts another one in the Secret may have chosen any key. */
function signingKeyFrom(key: KeyObject): SigningKey {
  const { algorithm, size } = keySpecOf(key);
  const parameters = {
    RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    ECDSA: { name: 'ECDSA', namedCurve: `P-${size}` },
    Ed25519: { name: 'Ed25519' },
  } as const;
  return key.toCryptoKey(parameters[algorithm], false, ['sign']);
}

interface Wanted {
  readonly commonName: string;
  readonly issuer: x509.Name;
  readonly now: Date;
  readonly lifetimeSeconds: number;
  readonly extensions: readonly x509.Extension[];
  readonly key: KeyObject;
  readonly signingKey: KeyObject;
}

async function issue(wanted: Wanted): Promise<CertificateAndKey> {
  const begin = Math.floor(wanted.now.getTime() / 1000);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: nameOf(wanted.commonName),
    issuer: wanted.issuer,
    notBefore: new Date((begin - clockSkewSeconds) * 1000),
    notAfter: new Date((begin + Math.floor(wanted.lifetimeSeconds)) * 1000),
    publicKey: spkiOf(wanted.key),
    signingKey: signingKeyFrom(wanted.signingKey),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [...wanted.extensions, await x509.SubjectKeyIdentifierExtension.create(spkiOf(wanted.key))],
  });
  return { certificatePem: `${certificate.toString('pem')}\n`, keyPem: encodeKey(wanted.key, 'PKCS8') };
}

function nameOf(commonName: string): x509.Name {
  return new x509.Name([{ CN: [commonName] }]);
}

/** A CA of our own for serving certificates (design.md D13), ECDSA P-256. */
export async function createServingCa(now: Date, lifetimeSeconds: number): Promise<CertificateAndKey> {
  const commonName = 'certloom serving CA';
  const key = await generateKey({ algorithm: 'ECDSA', size: 256 });
  const { digitalSignature, keyCertSign, cRLSign } = x509.KeyUsageFlags;
  return issue({
    commonName,
    issuer: nameOf(commonName),
    now,
    lifetimeSeconds,
    extensions: [
      new x509.KeyUsagesExtension(digitalSignature | keyCertSign | cRLSign, true),
      new x509.BasicConstraintsExtension(true, undefined, true),
    ],
    key,
    signingKey: key,
  });
}
