import { X509Certificate } from 'node:crypto';

/**
 * Whether a base64 PEM bundle of the API (`caBundle`) holds at least one certificate that can be read; blocks that
 * can't be are passed over, as upstream does.
 */
export function holdsACertificate(base64: string): boolean {
  const pem = Buffer.from(base64, 'base64').toString('latin1');
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.some((block) => {
    try {
      return new X509Certificate(block).serialNumber !== '';
    } catch {
      return false;
    }
  });
}
