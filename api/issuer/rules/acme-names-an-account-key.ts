import { typeNeeds } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atAcme, required, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const acmeNamesAnAccountKey: Rule<Issuer> = {
  id: 'issuer/acme-names-an-account-key',
  field: 'spec.acme.privateKeySecretRef.name',
  severity: 'deny',
  source: 'cert-manager v1.21 AC3',
  passes: [atAcme({})],
  fails: [atAcme({ privateKeySecretRef: { name: '' } })],
  cel: [typeNeeds('acme', 'privateKeySecretRef.name')],
  check(issuer) {
    const acme = settingsOf(issuer, 'acme');
    return acme
      ? required(
          'spec.acme.privateKeySecretRef.name',
          acme.privateKeySecretRef?.name,
          'name the Secret that shall hold the account key; it is made when it does not exist',
        )
      : [];
  },
};
