/** The nine key usage bits under the API's names, in bit order (RFC 5280 section 4.2.1.3). */
export type KeyUsage =
  | 'digital signature'
  | 'content commitment'
  | 'key encipherment'
  | 'data encipherment'
  | 'key agreement'
  | 'cert sign'
  | 'crl sign'
  | 'encipher only'
  | 'decipher only';

/** What goes into the key usage and extended key usage extensions. */
export interface Usages {
  /** In bit order, each once. */
  readonly keyUsages: readonly KeyUsage[];
  /** Dotted OIDs in the order asked for, each once. */
  readonly extKeyUsageOids: readonly string[];
}

/**
 * The extensions' contents for `usages` of a Certificate or CertificateRequest. An empty list means digital signature
 * and key encipherment; a CA also signs certificates.
 *
 * @throws {TerminalFailure} `InvalidUsage` for a name the API does not know
 */
export declare function usagesFor(usages: readonly string[], isCa: boolean): Usages;
