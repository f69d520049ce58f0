/** A certificate and its private key, both PEM. */
export interface CertificateAndKey {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** A CA of our own for serving certificates (ECDSA P-256), valid for ten years. */
export declare function createServingCa(now: Date): Promise<CertificateAndKey>;

/**
 * A serving certificate by that CA; `certificatePem` holds the leaf only.
 *
 * @param dnsNames also takes IP addresses
 * @throws {TerminalFailure} `InvalidCertificate` or `InvalidPrivateKey` when the CA cannot be read
 */
export declare function createServingCertificate(
  ca: CertificateAndKey,
  dnsNames: readonly string[],
  now: Date,
  lifetimeSeconds: number,
): Promise<CertificateAndKey>;
