import type { KeyObject } from 'node:crypto';

import type { CertificateFacts } from './certificate.ts';
import type { CsrFacts } from './csr.ts';

/** Who signs: a CA with its certificate, or the request's own key. */
export interface CertificateSigner {
  readonly certificate: CertificateFacts | 'self';
  readonly key: KeyObject;
}

export interface SignRequest {
  readonly csr: CsrFacts;
  readonly durationSeconds: number;
  /** `spec.usages` of the CertificateRequest. */
  readonly usages: readonly string[];
  readonly isCa: boolean;
  readonly now: Date;
  readonly signer: CertificateSigner;
  readonly crlDistributionPoints?: readonly string[];
  readonly ocspServers?: readonly string[];
  readonly issuingCertificateUrls?: readonly string[];
}

/**
 * @returns PEM of the new certificate
 * @throws {TerminalFailure} `InvalidRequest` when the CSR's own extensions contradict the request
 */
export declare function signCertificate(request: SignRequest): Promise<string>;
