import { has } from '../../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';
import { created, keystoreKinds, statedKeystores } from '../keystores.ts';

const stated = (name: string) => ({ create: true, passwordSecretRef: { name, key: 'password' } });
const pkcs12 = (name: string) => at({ keystores: { pkcs12: stated(name) } });

export const keystorePasswordsComeFromElsewhere: Rule<CertificateCandidate> = {
  id: 'certificate/keystore-passwords-come-from-elsewhere',
  field: 'spec.keystores',
  severity: 'deny',
  source: 'gap C22: the password is looked for in the Secret that is about to be made',
  passes: [pkcs12('passwords')],
  fails: [pkcs12('shop-tls'), at({ keystores: { jks: stated('shop-tls') } })],
  cel: keystoreKinds.map((kind) => {
    const name = `spec.keystores.${kind}.passwordSecretRef.name`;
    return {
      valid: `!(${created(kind)} && ${has('object', name)}) || object.${name} != object.spec.secretName`,
      value: `object.${name}`,
      tells: kind,
    };
  }),
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
