import type { Certificate } from '../certificate/certificate.ts';
import type { StatedIssuerReference } from '../issuer-reference.ts';
import type { Issuer } from '../issuer/issuer.ts';
import type { KubeObject } from '../resource.ts';

export type IssuerKind = 'Issuer' | 'ClusterIssuer';

/** What is known of a Secret: never its bytes. */
export interface SecretFacts {
  /** Names of its entries; `undefined` when they are not known. */
  readonly keys: readonly string[] | undefined;
  /** Who writes it, in words that can follow "the Secret": `belongs to ...`; `undefined` when nobody in particular. */
  readonly writer?: string;
  /** The Certificate that it was issued for, by its annotation. */
  readonly certificate?: string;
}

/**
 * What rules about several objects may ask about the others. Admission answers from its caches, the check from files;
 * `undefined` always means "not known", and then nothing is said.
 */
export interface World {
  readonly now: Date;
  /** Where was looked, in words that can follow "there is no Issuer ca": `in what is checked`. */
  where(kind: IssuerKind, from: KubeObject): string;
  /** What to do when an issuer is not found and no name is near; begins with `; ` or is empty. */
  readonly advice: string;
  /**
   * Every issuer that a reference of this object may mean: more than one where manifests leave the namespace open, none
   * when there is no such issuer. Only for references into our own group.
   */
  issuersOf(from: KubeObject, ref: StatedIssuerReference): readonly Issuer[] | undefined;
  /** Names of issuers that are known, wherever they are. */
  issuerNames(kind: IssuerKind): readonly string[];
  /** Other Certificates of the same namespace with the same `secretName`, those that came first. */
  rivalsOf(certificate: Certificate): readonly Certificate[];
  /** A Secret that this object names; for a ClusterIssuer, in the namespace where those keep their Secrets. */
  secretOf(from: KubeObject, name: string): SecretFacts | 'missing' | undefined;
  /** Whether the Secret of the Certificate is in the namespace in which the issuer keeps its Secrets. */
  sharesSecrets(certificate: Certificate, issuer: Issuer): boolean;
  /** Certificates with a name below this domain that were issued once at most, and within a week. */
  newCertificates(domain: string): readonly Certificate[] | undefined;
  /** The object in words: `Certificate shop`. */
  nameOf(object: KubeObject): string;
}
