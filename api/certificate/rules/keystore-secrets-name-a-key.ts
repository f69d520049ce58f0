import type { Rule, Violation } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';
import { statedKeystores } from '../keystores.ts';

const jks = (create: boolean, passwordSecretRef: { name: string; key?: string }) =>
  at({ keystores: { jks: { create, passwordSecretRef } } });

export const keystoreSecretsNameAKey: Rule<CertificateCandidate> = {
  id: 'certificate/keystore-secrets-name-a-key',
  field: 'spec.keystores',
  severity: 'deny',
  source: 'gap C21: the certificate is issued and never stored',
  passes: [jks(true, { name: 'passwords', key: 'jks' }), jks(false, { name: 'passwords' })],
  fails: [jks(true, { name: 'passwords' }), jks(true, { name: 'passwords', key: '' })],
  check({ certificate: { spec } }) {
    return statedKeystores(spec).flatMap(({ field, keystore }): Violation[] => {
      const { create, passwordSecretRef: ref } = keystore;
      if (!create || !ref?.name || ref.key) return [];
      const detail = 'name the entry of the Secret that holds the password';
      return [{ field: `${field}.passwordSecretRef.key`, kind: 'Required', detail }];
    });
  },
};
