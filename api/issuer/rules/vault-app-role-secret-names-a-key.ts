import { typeNeeds } from '../cel.ts';
import { stated } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { atVault, required, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const at = (secretRef: object) => atVault({ auth: { appRole: { path: 'approle', roleId: 'r', secretRef } } });

export const vaultAppRoleSecretNamesAKey: Rule<Issuer> = {
  id: 'issuer/vault-app-role-secret-names-a-key',
  field: 'spec.vault.auth.appRole',
  severity: 'deny',
  source: 'gap V2: the issuer never becomes Ready',
  passes: [at({ name: 's', key: 'secret-id' })],
  fails: [at({ name: 's' })],
  cel: [
    typeNeeds(
      'vault',
      'auth.appRole.secretRef.key',
      stated('object', 'spec.vault.auth.appRole.secretRef.name'),
    ),
  ],
  check(issuer) {
    const ref = settingsOf(issuer, 'vault')?.auth?.appRole?.secretRef;
    if (!ref?.name) return []; // another rule speaks
    return required(
      'spec.vault.auth.appRole.secretRef.key',
      ref.key,
      'name the entry of the Secret with the secret id',
    );
  },
};
