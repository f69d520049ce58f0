import type { CertificateFacts } from './certificate.ts';

/** What a signer puts into a CertificateRequest's status. */
export interface Chain {
  /** Leaf and intermediates, without a self-signed root. */
  readonly certificatePem: string;
  /** The topmost certificate. */
  readonly caPem?: string;
}

/** @throws {TerminalFailure} `InvalidChain` `certificate chain is malformed or broken` */
export declare function assembleChain(certificates: readonly CertificateFacts[]): Chain;
