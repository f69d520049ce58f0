import { ofType } from '../cel.ts';
import { has } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { atVault, settingsOf, vaultLogins } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const vaultHasALogin: Rule<Issuer> = {
  id: 'issuer/vault-has-a-login',
  field: 'spec.vault.auth',
  severity: 'deny',
  source: 'cert-manager v1.21 VA6',
  passes: [atVault({})],
  fails: [atVault({ auth: {} })],
  cel: [ofType('vault', vaultLogins.map((login) => has('object', `spec.vault.auth.${login}`)).join(' || '))],
  check(issuer) {
    const vault = settingsOf(issuer, 'vault');
    if (!vault || vaultLogins.some((login) => vault.auth?.[login] !== undefined)) return [];
    return [
      {
        field: 'spec.vault.auth',
        kind: 'Required',
        detail: `state one way to log in: ${vaultLogins.join(', ')}`,
      },
    ];
  },
};
