import type { KeyObject } from 'node:crypto';

import type { SubjectFacts } from './name.ts';
import type { SubjectAltNames } from './subject-alt-names.ts';

/** What a certificate says. Nothing is verified here. */
export interface CertificateFacts extends SubjectAltNames {
  readonly pem: string;
  readonly der: Buffer;
  /** Lower-case hex, no leading zeros. */
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly subjectDer: Buffer;
  readonly issuerDer: Buffer;
  readonly subject: SubjectFacts;
  readonly commonName?: string;
  readonly isCa: boolean;
  readonly spkiDigest: string;
  readonly publicKey: KeyObject;
  /** Lower-case hex. */
  readonly authorityKeyId?: string;
  /** Lower-case hex. */
  readonly subjectKeyId?: string;
}

/** The first certificate of a PEM text, or one in DER. @throws {TerminalFailure} `InvalidCertificate` */
export declare function decodeCertificate(pemOrDer: string | Buffer): CertificateFacts;

/**
 * Every certificate of a PEM text, at least one.
 *
 * @param limit bytes; default that of a chain, 95000
 * @throws {TerminalFailure} `InvalidCertificate`
 */
export declare function decodeBundle(pem: string | Buffer, limit?: number): readonly CertificateFacts[];
