import type { KeyObject } from 'node:crypto';

/** `spec.privateKey.algorithm` of a Certificate. */
export type KeyAlgorithm = 'RSA' | 'ECDSA' | 'Ed25519';

/** What a private key is to be, every member stated (defaults are `api/certificate/defaults.ts`). */
export interface KeySpec {
  readonly algorithm: KeyAlgorithm;
  /** Bits: the RSA modulus, the curve (256, 384, 521), and 0 for Ed25519. */
  readonly size: number;
}

/** `spec.privateKey.encoding` of a Certificate. */
export type KeyEncoding = 'PKCS1' | 'PKCS8';

/** Generated off the main thread. @throws {TerminalFailure} `InvalidPrivateKey` for a size the algorithm does not have */
export declare function generateKey(spec: KeySpec): Promise<KeyObject>;

/** PEM; PKCS1 means SEC1 for EC; Ed25519 has only PKCS8. */
export declare function encodeKey(key: KeyObject, encoding: KeyEncoding): string;

/** @throws {TerminalFailure} `InvalidPrivateKey`; never quotes the input */
export declare function decodeKey(pem: string | Buffer): KeyObject;

export declare function keySpecOf(key: KeyObject): KeySpec;

/** The fields of a Certificate that the key differs from: `spec.privateKey.algorithm`, `spec.privateKey.size`. */
export declare function keyMismatches(key: KeyObject, wanted: KeySpec): readonly string[];

/** Hex SHA-256 of the public key's SubjectPublicKeyInfo; of a private key the same as of its public half. */
export declare function spkiDigest(key: KeyObject): string;
