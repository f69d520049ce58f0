import { decodeCertificate, type CertificateFacts } from './certificate.ts';
import { createCsr, decodeCsr } from './csr.ts';
import { DerError, readDer, tag } from './der.ts';
import { generateKey } from './key.ts';
import { decodeName, nameFrom } from './name.ts';
import { type SignRequest, signCertificate } from './sign.ts';

/** Who signs temporary certificates, with cert-manager and with us. */
const caName = 'cert-manager.local';

const noNames = { dnsNames: [], emailAddresses: [], ipAddresses: [], uris: [], otherNames: [] };

/**
 * A certificate that nobody trusts, for servers that must have some until the one asked for is there. It is signed by a CA
 * (ECDSA P-521) whose key nobody keeps.
 *
 * @returns PEM of the leaf
 * @throws {TerminalFailure} as `signCertificate` does
 */
export async function temporaryCertificate(wanted: Omit<SignRequest, 'signer'>): Promise<string> {
  const key = await generateKey({ algorithm: 'ECDSA', size: 521 });
  const csr = decodeCsr(await createCsr({ subject: nameFrom({}, caName), ...noNames }, key));
  const { durationSeconds, now } = wanted;
  const signer = { certificate: 'self', key } as const;
  const ca = await signCertificate({ csr, durationSeconds, now, usages: [], isCa: true, signer });
  return signCertificate({ ...wanted, signer: { certificate: decodeCertificate(ca), key } });
}

/** Whether a certificate bears the name of those CAs as its issuer's. Somebody's real CA may be called that, too. */
export function isFromTemporaryCa({ issuerDer }: Pick<CertificateFacts, 'issuerDer'>): boolean {
  if (!issuerDer.includes(caName)) return false;
  try {
    return decodeName(readDer(issuerDer, tag.sequence)).commonName === caName;
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}
