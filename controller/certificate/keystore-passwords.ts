import type { Certificate, JksKeystore, Pkcs12Keystore } from '../../api/certificate/certificate.ts';
import { TransientFailure } from '../../api/failure.ts';
import { secrets } from '../../api/secret.ts';
import type { ControllerTools } from '../wiring.ts';
import type { KeystorePasswords } from './keystore-entries.ts';

/**
 * Reads the passwords of the keystores that are to be created.
 *
 * @throws {TransientFailure} `KeystorePasswordSecretNotFound`
 */
export async function readPasswords(
  { cluster }: Pick<ControllerTools, 'cluster'>,
  { metadata, spec }: Certificate,
): Promise<KeystorePasswords> {
  const read = async (kind: string, keystore: JksKeystore | Pkcs12Keystore): Promise<string> => {
    const reference = keystore.passwordSecretRef;
    if (reference === undefined || reference.name === '') return keystore.password ?? '';
    const secret = await cluster.get(secrets, { namespace: metadata.namespace ?? '', name: reference.name });
    if (secret === undefined)
      throw notFound(`${kind} keystore password Secret "${reference.name}" not found`);
    const value = secret.data?.[reference.key ?? ''];
    if (value === undefined) {
      throw notFound(
        `${kind} keystore password Secret "${reference.name}" has no key "${reference.key ?? ''}"`,
      );
    }
    return Buffer.from(value, 'base64').toString();
  };
  const { jks, pkcs12 } = spec.keystores ?? {};
  return {
    ...(jks?.create === true ? { jks: await read('JKS', jks) } : {}),
    ...(pkcs12?.create === true ? { pkcs12: await read('PKCS12', pkcs12) } : {}),
  };
}

/** The names of the Secrets whose change may let a keystore be made. */
export function passwordSecretNames({ spec }: Certificate): readonly string[] {
  const { jks, pkcs12 } = spec.keystores ?? {};
  return [jks, pkcs12].flatMap((keystore) => keystore?.passwordSecretRef?.name ?? []);
}

function notFound(message: string): TransientFailure {
  return new TransientFailure('KeystorePasswordSecretNotFound', message);
}
