import type { KeyObject } from 'node:crypto';

import { decodeCertificate, type CertificateFacts } from '../certificate.ts';
import { createCsr, decodeCsr } from '../csr.ts';
import { generateKey, type KeySpec } from '../key.ts';
import { nameFrom } from '../name.ts';
import { signCertificate, type CertificateSigner } from '../sign.ts';

/** For tests: a leaf with its key, the intermediate that signed it, and the root. */
export interface KeystoreContents {
  readonly key: KeyObject;
  readonly leaf: CertificateFacts;
  readonly intermediate: CertificateFacts;
  readonly root: CertificateFacts;
}

async function certificate(
  commonName: string,
  key: KeyObject,
  signer: CertificateSigner,
): Promise<CertificateFacts> {
  const names = { dnsNames: [], ipAddresses: [], emailAddresses: [], uris: [], otherNames: [] };
  const csr = decodeCsr(await createCsr({ subject: nameFrom({}, commonName), ...names }, key));
  const request = { csr, durationSeconds: 86_400, usages: [], now: new Date(), signer };
  return decodeCertificate(await signCertificate({ ...request, isCa: commonName !== 'leaf' }));
}

const p256 = { algorithm: 'ECDSA', size: 256 } as const;

export async function keystoreContents(leafKey: KeySpec = p256): Promise<KeystoreContents> {
  const [rootKey, intermediateKey, key] = await Promise.all([p256, p256, leafKey].map(generateKey));
  if (!rootKey || !intermediateKey || !key) throw new Error('three keys were asked for');
  const root = await certificate('Root', rootKey, { certificate: 'self', key: rootKey });
  const intermediate = await certificate('Intermediate', intermediateKey, {
    certificate: root,
    key: rootKey,
  });
  const leaf = await certificate('leaf', key, { certificate: intermediate, key: intermediateKey });
  return { key, leaf, intermediate, root };
}
