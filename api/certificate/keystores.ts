import { has } from '../cel.ts';
import type { CertificateSpec } from './certificate.ts';

type Keystores = NonNullable<CertificateSpec['keystores']>;
type Keystore = NonNullable<Keystores['jks']> | NonNullable<Keystores['pkcs12']>;

export const keystoreKinds = ['jks', 'pkcs12'] as const satisfies readonly (keyof Keystores)[];

/** CEL: that the Certificate asks for a keystore of this kind. */
export function created(kind: keyof Keystores): string {
  const create = `spec.keystores.${kind}.create`;
  return `${has('object', create)} && object.${create}`;
}

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
