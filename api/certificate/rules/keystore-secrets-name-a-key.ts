import { stated } from '../../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';
import { created, keystoreKinds, statedKeystores } from '../keystores.ts';

const jks = (create: boolean, passwordSecretRef: { name: string; key?: string }) =>
  at({ keystores: { jks: { create, passwordSecretRef } } });

const pkcs12 = at({ keystores: { pkcs12: { create: true, passwordSecretRef: { name: 'passwords' } } } });

export const keystoreSecretsNameAKey: Rule<CertificateCandidate> = {
  id: 'certificate/keystore-secrets-name-a-key',
  field: 'spec.keystores',
  severity: 'deny',
  source: 'gap C21: the certificate is issued and never stored',
  passes: [jks(true, { name: 'passwords', key: 'jks' }), jks(false, { name: 'passwords' })],
  fails: [jks(true, { name: 'passwords' }), jks(true, { name: 'passwords', key: '' }), pkcs12],
  cel: keystoreKinds.map((kind) => ({
    valid: `!(${created(kind)} && ${stated('object', `spec.keystores.${kind}.passwordSecretRef.name`)}) || ${stated('object', `spec.keystores.${kind}.passwordSecretRef.key`)}`,
    tells: kind,
  })),
  check({ certificate: { spec } }) {
    return statedKeystores(spec).flatMap(({ field, keystore }): Violation[] => {
      const { create, passwordSecretRef: ref } = keystore;
      if (!create || !ref?.name || ref.key) return [];
      const detail = 'name the entry of the Secret that holds the password';
      return [{ field: `${field}.passwordSecretRef.key`, kind: 'Required', detail }];
    });
  },
};
