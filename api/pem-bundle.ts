import { X509Certificate } from 'node:crypto';

const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function isReadable(pem: string): boolean {
  try {
    return new X509Certificate(pem).serialNumber !== '';
  } catch {
    return false;
  }
}

function blocksOf(base64: string): readonly string[] {
  return Buffer.from(base64, 'base64').toString('latin1').match(block) ?? [];
}

/**
 * Whether a base64 PEM bundle of the API (`caBundle`) holds at least one certificate that can be read; blocks that
 * can't be are passed over, as upstream does.
 */
export function holdsACertificate(base64: string): boolean {
  return blocksOf(base64).some(isReadable);
}

/** Whether some of the certificates of a bundle cannot be read. */
export function hasBrokenBlocks(base64: string): boolean {
  return !blocksOf(base64).every(isReadable);
}
