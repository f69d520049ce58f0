import type { Rule, Violation } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';
import { statedKeystores } from '../keystores.ts';

const pkcs12 = (name: string) =>
  at({ keystores: { pkcs12: { create: true, passwordSecretRef: { name, key: 'password' } } } });

export const keystorePasswordsComeFromElsewhere: Rule<CertificateCandidate> = {
  id: 'certificate/keystore-passwords-come-from-elsewhere',
  field: 'spec.keystores',
  severity: 'deny',
  source: 'gap C22: the password is looked for in the Secret that is about to be made',
  passes: [pkcs12('passwords')],
  fails: [pkcs12('shop-tls')],
  check({ certificate: { spec } }) {
    return statedKeystores(spec).flatMap(({ field, keystore }): Violation[] => {
      const { create, passwordSecretRef: ref } = keystore;
      if (!create || !ref || ref.name !== spec.secretName) return [];
      const detail =
        'must be another Secret than spec.secretName, which does not exist before the certificate is issued';
      return [{ field: `${field}.passwordSecretRef.name`, kind: 'Invalid', value: ref.name, detail }];
    });
  },
};
