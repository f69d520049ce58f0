import { typeNeeds } from '../cel.ts';
import { has } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { atVault, required, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const vaultAppRoleIsComplete: Rule<Issuer> = {
  id: 'issuer/vault-app-role-is-complete',
  field: 'spec.vault.auth.appRole',
  severity: 'deny',
  source: 'cert-manager v1.21 VA7',
  passes: [
    atVault({ auth: { appRole: { path: 'approle', roleId: 'r', secretRef: { name: 's', key: 'k' } } } }),
  ],
  fails: [atVault({ auth: { appRole: { path: 'approle', roleId: '', secretRef: { name: '' } } } })],
  cel: ['roleId', 'secretRef.name'].map((member) =>
    typeNeeds('vault', `auth.appRole.${member}`, has('object', 'spec.vault.auth.appRole')),
  ),
  check(issuer) {
    const appRole = settingsOf(issuer, 'vault')?.auth?.appRole;
    if (!appRole) return [];
    return [
      ...required('spec.vault.auth.appRole.roleId', appRole.roleId, 'state the role id'),
      ...required(
        'spec.vault.auth.appRole.secretRef.name',
        appRole.secretRef?.name,
        'name the Secret with the secret id',
      ),
    ];
  },
};
