import { ofType } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atVault, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const vaultClientCertificateIsWhole: Rule<Issuer> = {
  id: 'issuer/vault-client-certificate-is-whole',
  field: 'spec.vault',
  severity: 'deny',
  source: 'cert-manager v1.21 VA5',
  passes: [atVault({ clientCertSecretRef: { name: 's' }, clientKeySecretRef: { name: 's' } })],
  fails: [atVault({ clientCertSecretRef: { name: 's' } }), atVault({ clientKeySecretRef: { name: 's' } })],
  cel: [
    ['clientCertSecretRef', 'clientKeySecretRef'],
    ['clientKeySecretRef', 'clientCertSecretRef'],
  ].map(([half, other]) =>
    ofType('vault', `!has(object.spec.vault.${half}) || has(object.spec.vault.${other})`, {
      tells: `spec.vault.${other}`,
    }),
  ),
  check(issuer) {
    const vault = settingsOf(issuer, 'vault');
    if (Boolean(vault?.clientCertSecretRef) === Boolean(vault?.clientKeySecretRef)) return [];
    const missing = vault?.clientCertSecretRef ? 'clientKeySecretRef' : 'clientCertSecretRef';
    return [
      {
        field: `spec.vault.${missing}`,
        kind: 'Invalid',
        detail: 'clientCertSecretRef and clientKeySecretRef go together',
      },
    ];
  },
};
