import { secretAnnotations } from '../api/annotations.ts';
import type { KubeObject } from '../api/resource.ts';
import type { KeySpec } from '../pki/key.ts';
import type { SubjectFacts } from '../pki/name.ts';

/** Something that should be in the Secret but cannot be read; the text is stable and holds no private bytes. */
export interface Unreadable {
  readonly error: string;
}

/** What is kept of a private key: its public half's digest. */
export interface KeyFacts {
  readonly spec: KeySpec;
  /** SHA-256 of the public key's SPKI DER, hex: equal for a key, its certificate and its request. */
  readonly spkiDigest: string;
}

/** What is kept of a certificate. */
export interface LeafFacts {
  /** Hex. */
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly commonName?: string;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
  readonly subject: SubjectFacts;
  readonly isCa: boolean;
  readonly spkiDigest: string;
  /** Hex; together with the serial it names the certificate for ACME renewal information (RFC 9773 section 4.1). */
  readonly authorityKeyId?: string;
  /** Its issuer has the name of the throw-away CAs of temporary certificates. */
  readonly fromTemporaryCa?: true;
}

/** What our field manager for target Secrets owns according to `metadata.managedFields`. */
export interface ManagedFacts {
  readonly labels: readonly string[];
  readonly annotations: readonly string[];
  readonly dataKeys: readonly string[];
  /** Uids of the owner references. */
  readonly ownerUids: readonly string[];
}

/**
 * A Secret as the cache keeps it: public facts and digests, never private bytes. Who needs a value reads it from the
 * API server then and there.
 */
export interface SecretFacts extends KubeObject {
  readonly type?: string;
  readonly dataKeys: readonly string[];
  /** SHA-256 of each value's bytes, hex, by data key; to see changes. */
  readonly dataDigests: Readonly<Record<string, string>>;
  /** `tls.key`; left out when absent or empty. */
  readonly key?: KeyFacts | Unreadable;
  /** The first certificate of `tls.crt`; left out when absent or empty. */
  readonly leaf?: LeafFacts | Unreadable;
  /** Whether `ca.crt` is there and not empty. */
  readonly caPresent: boolean;
  /** Whether `key.der` and `tls-combined.pem` are what `tls.key` and `tls.crt` say they should be. */
  readonly formats: { readonly der: boolean; readonly combinedPem: boolean };
  readonly managed: ManagedFacts;
  /** Field managers other than ours that own `tls.key` or `tls.crt`; left out when there are none. */
  readonly writers?: readonly string[];
}

export function isReadable<Facts extends object>(facts: Facts | Unreadable | undefined): facts is Facts {
  return facts !== undefined && !('error' in facts);
}

/**
 * Whether all that a Secret holds is a temporary certificate. Such Secrets never name an issuer: that tells them from those
 * of a real CA that happens to have the name.
 */
export function isTemporary(secret: SecretFacts | undefined): boolean {
  if (!isReadable(secret?.leaf) || secret.leaf.fromTemporaryCa === undefined) return false;
  return !secret.metadata.annotations?.[secretAnnotations.issuerName];
}
