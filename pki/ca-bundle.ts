import { createHash, X509Certificate } from 'node:crypto';

import { readPem, writePem } from './pem.ts';

/** One certificate of a bundle of CAs, as far as bundles are merged by it. */
export interface BundledCertificate {
  /** SHA-256 of the DER, hex: two with the same one are the same certificate. */
  readonly fingerprint: string;
  readonly notAfter: Date;
  readonly pem: string;
}

/**
 * The certificates of a PEM text, in its order. What is no certificate, or cannot be read, is passed over: whoever verifies
 * by the bundle has no use for it.
 */
export function readCaBundle(pem: string | Buffer): readonly BundledCertificate[] {
  const blocks = readPem(pem, { limit: Infinity, reason: 'InvalidCertificate' });
  return blocks.flatMap(({ label, der }) => (label === 'CERTIFICATE' ? bundled(der) : []));
}

function bundled(given: Buffer): readonly BundledCertificate[] {
  try {
    const { raw, validToDate } = new X509Certificate(given);
    const fingerprint = createHash('sha256').update(raw).digest('hex');
    return [{ fingerprint, notAfter: validToDate, pem: writePem('CERTIFICATE', raw) }];
  } catch {
    return [];
  }
}

/** Whether a verifier may still count on it (RFC 5280 section 4.1.2.5: the last second is included). */
export function isInDate({ notAfter }: Pick<BundledCertificate, 'notAfter'>, now: Date): boolean {
  return notAfter >= now;
}

/**
 * What is trusted from now on: what was, then what is new, each once, and nothing that has expired. So servers whose
 * certificates come from the CA before go on being believed until they have renewed.
 */
export function mergeCaBundles(
  before: readonly BundledCertificate[],
  added: readonly BundledCertificate[],
  now: Date,
): readonly BundledCertificate[] {
  const all = new Map<string, BundledCertificate>();
  for (const one of [...before, ...added]) {
    if (isInDate(one, now) && !all.has(one.fingerprint)) all.set(one.fingerprint, one);
  }
  return [...all.values()];
}
