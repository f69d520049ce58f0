import type { CertificateSpec } from '../../../api/certificate/certificate.ts';

/** Whether the certificate will have a subject that is not empty. */
export function hasSubject({ commonName, literalSubject, subject }: CertificateSpec): boolean {
  return Boolean(commonName) || Boolean(literalSubject) || Object.keys(subject ?? {}).length > 0;
}
