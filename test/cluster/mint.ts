import type { KeyObject } from 'node:crypto';

import type { CertificateSpec } from '../../api/certificate/certificate.ts';
import { effectiveDurationSeconds, effectivePrivateKey } from '../../api/certificate/defaults.ts';
import { type CertificateFacts, decodeCertificate } from '../../pki/certificate.ts';
import { createCsr, csrWantedFrom, decodeCsr } from '../../pki/csr.ts';
import { encodeKey, generateKey } from '../../pki/key.ts';
import { signCertificate } from '../../pki/sign.ts';

/** A key, a request and a certificate of the shape that a spec asks for. */
export interface Minted {
  readonly key: KeyObject;
  readonly keyPem: string;
  readonly csr: string;
  readonly pem: string;
  readonly facts: CertificateFacts;
}

/** @param ca signs; the certificate signs itself without one */
export async function mint(spec: CertificateSpec, now: Date, ca?: Minted): Promise<Minted> {
  const wanted = effectivePrivateKey(spec);
  const key = await generateKey(wanted);
  const csr = await createCsr(csrWantedFrom(spec), key);
  const pem = await signCertificate({
    csr: decodeCsr(csr),
    durationSeconds: effectiveDurationSeconds(spec),
    usages: spec.usages ?? [],
    isCa: spec.isCA ?? false,
    now,
    signer: ca === undefined ? { certificate: 'self', key } : { certificate: ca.facts, key: ca.key },
  });
  return { key, keyPem: encodeKey(key, wanted.encoding), csr, pem, facts: decodeCertificate(pem) };
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
