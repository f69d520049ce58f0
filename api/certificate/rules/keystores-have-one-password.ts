import type { Rule } from '../../rule.ts';
import type { Violation } from '../../rule.ts';
import { statedKeystores } from '../keystores.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const keystoresHaveOnePassword: Rule<CertificateCandidate> = {
  id: 'certificate/keystores-have-one-password',
  field: 'spec.keystores',
  severity: 'deny',
  source: 'cert-manager v1.21 CE37, CE38',
  passes: [
    at({ keystores: { jks: { create: true, passwordSecretRef: { name: 'pw', key: 'password' } } } }),
    at({ keystores: { pkcs12: { create: true, password: 'changeit' } } }),
  ],
  fails: [
    at({ keystores: { jks: { create: true } } }),
    at({
      keystores: {
        pkcs12: { create: true, password: 'x', passwordSecretRef: { name: 'pw', key: 'password' } },
      },
    }),
  ],
  check({ certificate: { spec } }) {
    return statedKeystores(spec).flatMap(({ field, keystore }): Violation[] => {
      const inline = keystore.password !== undefined;
      const referred = Boolean(keystore.passwordSecretRef?.name);
      if (inline !== referred) return [];
      const detail = inline
        ? 'set password or passwordSecretRef, not both'
        : 'set password or passwordSecretRef';
      return [{ field, kind: 'Forbidden', detail }];
    });
  },
};
