import type { Static } from 'typebox';

import type { DeepReadonly, KubeObject } from '../resource.ts';
import type { certificateSpec } from './schema.ts';
import type { certificateStatus } from './status.schema.ts';

/** `cert-manager.io/v1 Certificate`: a certificate that is wanted, and the Secret it is kept in. */
export interface Certificate extends KubeObject {
  readonly spec: CertificateSpec;
  readonly status?: CertificateStatus;
}

export type CertificateSpec = DeepReadonly<Static<typeof certificateSpec>>;
export type CertificateStatus = DeepReadonly<Static<typeof certificateStatus>>;

export type PrivateKeyOptions = NonNullable<CertificateSpec['privateKey']>;
export type Subject = NonNullable<CertificateSpec['subject']>;
export type OtherName = NonNullable<CertificateSpec['otherNames']>[number];
export type NameConstraints = NonNullable<CertificateSpec['nameConstraints']>;
export type Keystores = NonNullable<CertificateSpec['keystores']>;
export type JksKeystore = NonNullable<Keystores['jks']>;
export type Pkcs12Keystore = NonNullable<Keystores['pkcs12']>;
export type Pkcs12Profile = NonNullable<Pkcs12Keystore['profile']>;
export type SignatureAlgorithm = NonNullable<CertificateSpec['signatureAlgorithm']>;
export type RenewalPolicy = NonNullable<CertificateSpec['renewal']>;
export type RenewalWindow = NonNullable<RenewalPolicy['windows']>[number];
