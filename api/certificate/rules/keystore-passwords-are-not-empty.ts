import { has } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { keystoreKinds, statedKeystores } from '../keystores.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const keystorePasswordsAreNotEmpty: Rule<CertificateCandidate> = {
  id: 'certificate/keystore-passwords-are-not-empty',
  field: 'spec.keystores',
  severity: 'deny',
  source: 'cert-manager v1.21 CE39',
  passes: [at({ keystores: { pkcs12: { create: true, password: 'changeit' } } })],
  fails: [
    at({ keystores: { pkcs12: { create: true, password: '' } } }),
    at({ keystores: { jks: { create: true, password: '' } } }),
  ],
  cel: keystoreKinds.map((kind) => ({
    valid: `!(${has('object', `spec.keystores.${kind}.password`)}) || object.spec.keystores.${kind}.password != ''`,
    tells: kind,
  })),
  check({ certificate: { spec } }) {
    const empty = statedKeystores(spec).filter(({ keystore }) => keystore.password === '');
    return empty.map(({ field }) => ({
      field: `${field}.password`,
      kind: 'Forbidden' as const,
      detail: 'a password that is stated must not be empty',
    }));
  },
};
