/** One attribute of a distinguished name. */
export interface NameAttribute {
  /** Dotted OID. */
  readonly oid: string;
  readonly value: string;
}

/** A relative distinguished name: usually one attribute, several when written with `+`. */
export type Rdn = readonly NameAttribute[];

/**
 * Parse a distinguished name written as RFC 4514 says, most specific first.
 *
 * @returns the RDNs as written; DER holds them in reverse
 * @throws {TerminalFailure} `InvalidLiteralSubject`
 */
export declare function parseDistinguishedName(text: string): readonly Rdn[];

/** Print as RFC 4514 says, most specific first. */
export declare function printDistinguishedName(rdns: readonly Rdn[]): string;
