import { isIP } from 'node:net';

import { decodeCertificate } from './certificate.ts';
import { createCsr, decodeCsr } from './csr.ts';
import { decodeKey, encodeKey, generateKey } from './key.ts';
import { nameFrom } from './name.ts';
import { signCertificate, type CertificateSigner } from './sign.ts';

/** A certificate and its private key (PKCS#8), both PEM. */
export interface CertificateAndKey {
  readonly certificatePem: string;
  readonly keyPem: string;
}

const yearSeconds = 365 * 24 * 3600;

/** Certificates begin this much earlier, so that a peer whose clock is behind takes them at once. */
const clockSkewSeconds = 300;

interface Wanted {
  readonly commonName: string;
  readonly names: readonly string[];
  readonly usages: readonly string[];
  readonly isCa: boolean;
  readonly now: Date;
  readonly lifetimeSeconds: number;
  /** Left out: the new key signs itself. */
  readonly signer?: CertificateSigner;
}

async function issue(wanted: Wanted): Promise<CertificateAndKey> {
  const { commonName, names, usages, isCa, now, lifetimeSeconds, signer } = wanted;
  const key = await generateKey({ algorithm: 'ECDSA', size: 256 });
  const csr = await createCsr(
    {
      subject: nameFrom({}, commonName),
      dnsNames: names.filter((name) => isIP(name) === 0),
      ipAddresses: names.filter((name) => isIP(name) !== 0),
      emailAddresses: [],
      uris: [],
      otherNames: [],
    },
    key,
  );
  const certificatePem = await signCertificate({
    csr: decodeCsr(csr),
    durationSeconds: lifetimeSeconds + clockSkewSeconds,
    usages,
    isCa,
    now: new Date(now.getTime() - clockSkewSeconds * 1000),
    signer: signer ?? { certificate: 'self', key },
  });
  return { certificatePem, keyPem: encodeKey(key, 'PKCS8') };
}

/** A CA of our own for serving certificates (design.md D13): ECDSA P-256, valid for ten years. */
export async function createServingCa(now: Date): Promise<CertificateAndKey> {
  return issue({
    commonName: 'certloom serving CA',
    names: [],
    usages: ['digital signature', 'cert sign', 'crl sign'],
    isCa: true,
    now,
    lifetimeSeconds: 10 * yearSeconds,
  });
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
  return issue({
    // a common name holds 64 characters (RFC 5280 appendix A.1), and clients look at the other names
    commonName: dnsNames.find((name) => name.length <= 64) ?? 'certloom',
    names: dnsNames,
    usages: ['digital signature', 'server auth'],
    isCa: false,
    now,
    lifetimeSeconds,
    signer: { certificate: decodeCertificate(ca.certificatePem), key: decodeKey(ca.keyPem) },
  });
}
