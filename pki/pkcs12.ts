import type { KeyObject } from 'node:crypto';

import type { CertificateFacts } from './certificate.ts';

/** `spec.keystores.pkcs12.profile` of a Certificate; the API's default is LegacyRC2. */
export type Pkcs12Profile = 'LegacyRC2' | 'LegacyDES' | 'Modern2023' | 'Modern2026';

export interface Pkcs12KeyStoreContents {
  readonly profile: Pkcs12Profile;
  readonly password: string;
  readonly key: KeyObject;
  /** Leaf first, then the rest of its chain. */
  readonly chain: readonly CertificateFacts[];
  readonly cas: readonly CertificateFacts[];
}

export interface Pkcs12TrustStoreContents {
  readonly profile: Pkcs12Profile;
  readonly password: string;
  readonly cas: readonly CertificateFacts[];
}

/** `keystore.p12`. @throws {TerminalFailure} `InvalidKeystore` */
export declare function createPkcs12KeyStore(contents: Pkcs12KeyStoreContents): Promise<Buffer>;

/** `truststore.p12`. @throws {TerminalFailure} `InvalidKeystore` */
export declare function createPkcs12TrustStore(contents: Pkcs12TrustStoreContents): Promise<Buffer>;
