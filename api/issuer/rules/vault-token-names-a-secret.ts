import { typeNeeds } from '../cel.ts';
import { has } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { atVault, required, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const vaultTokenNamesASecret: Rule<Issuer> = {
  id: 'issuer/vault-token-names-a-secret',
  field: 'spec.vault.auth.tokenSecretRef',
  severity: 'deny',
  source: 'gap V3: the issuer never becomes Ready',
  passes: [atVault({ auth: { tokenSecretRef: { name: 'token' } } })],
  fails: [atVault({ auth: { tokenSecretRef: { name: '' } } })],
  cel: [typeNeeds('vault', 'auth.tokenSecretRef.name', has('object', 'spec.vault.auth.tokenSecretRef'))],
  check(issuer) {
    const ref = settingsOf(issuer, 'vault')?.auth?.tokenSecretRef;
    return ref
      ? required('spec.vault.auth.tokenSecretRef.name', ref.name, 'name the Secret with the token')
      : [];
  },
};
