import type { CertificateSpec } from './certificate.ts';

type Keystores = NonNullable<CertificateSpec['keystores']>;
type Keystore = NonNullable<Keystores['jks']> | NonNullable<Keystores['pkcs12']>;

/** The keystores a Certificate asks for, each with the path of its field. */
export function statedKeystores(
  spec: CertificateSpec,
): readonly { readonly field: string; readonly keystore: Keystore }[] {
  const { jks, pkcs12 } = spec.keystores ?? {};
  return [
    ...(jks ? [{ field: 'spec.keystores.jks', keystore: jks }] : []),
    ...(pkcs12 ? [{ field: 'spec.keystores.pkcs12', keystore: pkcs12 }] : []),
  ];
}
