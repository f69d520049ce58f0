/** An otherName SAN that holds a UTF8String, such as a Microsoft UPN. */
export interface OtherName {
  /** Dotted OID. */
  readonly oid: string;
  readonly utf8Value: string;
}

/** The subject alternative names that the API knows; addresses in their canonical text form (RFC 5952 for IPv6). */
export interface SubjectAltNames {
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
  readonly otherNames: readonly OtherName[];
}
