import type { Certificate } from '../../certificate/certificate.ts';
import { certificate, secret } from '../example.ts';
import { lackingSecret } from '../lacking-secret.ts';
import type { ReferenceRule } from '../reference-rule.ts';

const jks = {
  keystores: { jks: { create: true, passwordSecretRef: { name: 'keystore', key: 'password' } } },
};

export const keystorePasswordsAreThere: ReferenceRule<Certificate> = {
  id: 'reference/keystore-passwords-are-there',
  field: 'spec.keystores',
  severity: 'warn',
  source: 'the certificate is issued, but its Secret is not written until the password is there',
  passes: [
    [certificate(jks), secret('keystore', ['password'])],
    [certificate(), secret('keystore', ['pass'])],
  ],
  fails: [[certificate(jks), secret('keystore', ['pass'])]],
  check(certificate, world) {
    return (['jks', 'pkcs12'] as const).flatMap((type) => {
      const ref = certificate.spec.keystores?.[type]?.passwordSecretRef;
      if (!ref?.name) return [];
      const field = `spec.keystores.${type}.passwordSecretRef.name`;
      return lackingSecret({ field, name: ref.name, keys: ref.key ? [ref.key] : [] }, certificate, world);
    });
  },
};
