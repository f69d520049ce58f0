import { has, stated } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import type { Violation } from '../../rule.ts';
import { keystoreKinds, statedKeystores } from '../keystores.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

const none = 'set password or passwordSecretRef';
const both = 'set password or passwordSecretRef, not both';

const secret = { name: 'pw', key: 'password' };
const twice = { create: true, password: 'x', passwordSecretRef: secret };

export const keystoresHaveOnePassword: Rule<CertificateCandidate> = {
  id: 'certificate/keystores-have-one-password',
  field: 'spec.keystores',
  severity: 'deny',
  source: 'cert-manager v1.21 CE37, CE38',
  passes: [
    at({ keystores: { jks: { create: true, passwordSecretRef: secret } } }),
    at({ keystores: { pkcs12: { create: true, password: 'changeit' } } }),
  ],
  fails: [
    at({ keystores: { jks: { create: true } } }),
    at({ keystores: { pkcs12: twice } }),
    at({ keystores: { jks: twice } }),
    at({ keystores: { pkcs12: { create: true } } }),
  ],
  cel: keystoreKinds.flatMap((kind) => {
    const keystore = `object.spec.keystores.${kind}`;
    const inline = `has(${keystore}.password)`;
    const referred = stated(keystore, 'passwordSecretRef.name');
    const isThere = has('object', `spec.keystores.${kind}`);
    const field = `spec.keystores.${kind}`;
    return [
      {
        valid: `!(${isThere}) || ${inline} || ${referred}`,
        says: { field, kind: 'Forbidden', detail: none },
      },
      {
        valid: `!(${isThere}) || !(${inline} && ${referred})`,
        says: { field, kind: 'Forbidden', detail: both },
      },
    ] as const;
  }),
  check({ certificate: { spec } }) {
    return statedKeystores(spec).flatMap(({ field, keystore }): Violation[] => {
      const inline = keystore.password !== undefined;
      const referred = Boolean(keystore.passwordSecretRef?.name);
      if (inline !== referred) return [];
      return [{ field, kind: 'Forbidden', detail: inline ? both : none }];
    });
  },
};
