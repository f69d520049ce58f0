import { typeNeeds } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atVault, required, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const vaultIsComplete: Rule<Issuer> = {
  id: 'issuer/vault-is-complete',
  field: 'spec.vault',
  severity: 'deny',
  source: 'cert-manager v1.21 VA1',
  passes: [atVault({})],
  fails: [atVault({ server: '' }), atVault({ path: '' })],
  cel: [typeNeeds('vault', 'server'), typeNeeds('vault', 'path')],
  check(issuer) {
    const vault = settingsOf(issuer, 'vault');
    if (!vault) return [];
    return [
      ...required('spec.vault.server', vault.server, 'state the URL of the Vault server'),
      ...required('spec.vault.path', vault.path, 'state the path to sign at, such as pki/sign/web'),
    ];
  },
};
