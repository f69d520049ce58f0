import { typeNeeds } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { at, required, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const caNamesASecret: Rule<Issuer> = {
  id: 'issuer/ca-names-a-secret',
  field: 'spec.ca.secretName',
  severity: 'deny',
  source: 'cert-manager v1.21 CA1',
  passes: [at({ ca: { secretName: 'root-tls' } })],
  fails: [at({ ca: { secretName: '' } })],
  cel: [typeNeeds('ca', 'secretName')],
  check(issuer) {
    const ca = settingsOf(issuer, 'ca');
    return ca
      ? required(
          'spec.ca.secretName',
          ca.secretName,
          'name the Secret with the certificate and key of the CA',
        )
      : [];
  },
};
