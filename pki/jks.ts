import type { KeyObject } from 'node:crypto';

import type { CertificateFacts } from './certificate.ts';

export interface JksKeyStoreContents {
  readonly password: string;
  /** Default `certificate`; stored in lower case. */
  readonly alias?: string;
  readonly key: KeyObject;
  /** Leaf first, then the rest of its chain. */
  readonly chain: readonly CertificateFacts[];
  /** Stored as `ca`, `ca-1`, `ca-2`. */
  readonly cas: readonly CertificateFacts[];
  /** The entries' creation time. */
  readonly now: Date;
}

export interface JksTrustStoreContents {
  readonly password: string;
  readonly cas: readonly CertificateFacts[];
  readonly now: Date;
}

/** `keystore.jks`. @throws {TerminalFailure} `InvalidKeystore` */
export declare function createJksKeyStore(contents: JksKeyStoreContents): Buffer;

/** `truststore.jks`. */
export declare function createJksTrustStore(contents: JksTrustStoreContents): Buffer;
