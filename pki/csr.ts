import type { KeyObject } from 'node:crypto';

import type { CertificateSpec } from '../api/certificate/certificate.ts';
import type { SubjectFacts } from './name.ts';
import type { Rdn } from './subject.ts';
import type { SubjectAltNames } from './subject-alt-names.ts';
import type { KeyUsage, Usages } from './usages.ts';

/** The feature gates that change what goes into a CSR. */
export interface CsrGates {
  /** LiteralCertificateSubject */
  readonly literalSubject: boolean;
  /** OtherNames */
  readonly otherNames: boolean;
  /** NameConstraints */
  readonly nameConstraints: boolean;
  /** UseCertificateRequestBasicConstraints */
  readonly basicConstraints: boolean;
}

/** The gates' defaults of cert-manager 1.21. */
export declare const defaultCsrGates: CsrGates;

/** `spec.signatureAlgorithm` of a Certificate. */
export type SignatureAlgorithm =
  | 'SHA256WithRSA'
  | 'SHA384WithRSA'
  | 'SHA512WithRSA'
  | 'ECDSAWithSHA256'
  | 'ECDSAWithSHA384'
  | 'ECDSAWithSHA512'
  | 'PureEd25519';

/** Subtrees of a name constraint (RFC 5280 section 4.2.1.10). */
export interface Subtrees {
  readonly dnsDomains: readonly string[];
  /** CIDR blocks. */
  readonly ipRanges: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uriDomains: readonly string[];
}

export interface NameConstraints {
  readonly critical: boolean;
  readonly permitted: Subtrees;
  readonly excluded: Subtrees;
}

/** Everything a CSR says, ready to be encoded. */
export interface CsrWanted extends SubjectAltNames {
  /** Most specific first, as RFC 4514 writes them. */
  readonly subject: readonly Rdn[];
  /** Left out when `spec.encodeUsagesInRequest` is false. */
  readonly usages?: Usages;
  /** Left out when basic constraints are not to be in the CSR. */
  readonly isCa?: boolean;
  readonly nameConstraints?: NameConstraints;
  /** Chosen by key when left out. */
  readonly signatureAlgorithm?: SignatureAlgorithm;
}

/** What a CSR says, its signature checked. */
export interface CsrFacts extends SubjectAltNames {
  readonly pem: string;
  readonly der: Buffer;
  /** The Name as encoded; copied into the certificate byte for byte. */
  readonly subjectDer: Buffer;
  readonly subject: SubjectFacts;
  readonly commonName?: string;
  readonly spkiDigest: string;
  readonly publicKey: KeyObject;
  /** Left out when the CSR has no such extension. */
  readonly keyUsages?: readonly KeyUsage[];
  readonly extKeyUsageOids?: readonly string[];
  readonly isCa?: boolean;
  /** Content of the subject alternative name extension (a GeneralNames), as encoded. */
  readonly sanDer?: Buffer;
  /** Content of the name constraints extension, as encoded. */
  readonly nameConstraintsDer?: Buffer;
  readonly nameConstraintsCritical?: boolean;
}

/**
 * What the CSR of a Certificate says.
 *
 * @throws {TerminalFailure} `InvalidSpec`, naming the field that cannot be encoded
 */
export declare function csrWantedFrom(spec: CertificateSpec, gates: CsrGates): CsrWanted;

/** @returns PEM. @throws {TerminalFailure} `InvalidSpec`, naming the field that cannot be encoded */
export declare function createCsr(wanted: CsrWanted, key: KeyObject): Promise<string>;

/** @throws {TerminalFailure} `InvalidRequest`: not PEM, too large, not a CSR, or its signature does not verify */
export declare function decodeCsr(pem: string | Buffer): CsrFacts;
