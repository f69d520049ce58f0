import { ofType, typeNeeds } from '../cel.ts';
import { has, stated } from '../../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atVault, required, settingsOf } from '../candidate.ts';
import type { Issuer, VaultIssuer } from '../issuer.ts';

type KubernetesLogin = NonNullable<VaultIssuer['auth']['kubernetes']>;

const field = 'spec.vault.auth.kubernetes';

function credential({ secretRef, serviceAccountRef }: KubernetesLogin): readonly Violation[] {
  const secret = Boolean(secretRef?.name);
  if (secret && serviceAccountRef)
    return [{ field, kind: 'Forbidden', detail: 'set secretRef or serviceAccountRef, not both' }];
  if (serviceAccountRef)
    return required(`${field}.serviceAccountRef.name`, serviceAccountRef.name, 'name the ServiceAccount');
  return secret ? [] : [{ field, kind: 'Required', detail: 'set secretRef or serviceAccountRef' }];
}

const hasSecret = stated('object', `${field}.secretRef.name`);
const hasAccount = `(${has('object', `${field}.serviceAccountRef`)})`;

export const vaultKubernetesIsComplete: Rule<Issuer> = {
  id: 'issuer/vault-kubernetes-is-complete',
  field: 'spec.vault.auth.kubernetes',
  severity: 'deny',
  source: 'cert-manager v1.21 VA9, VA10, VA11',
  passes: [atVault({ auth: { kubernetes: { role: 'r', serviceAccountRef: { name: 'sa' } } } })],
  fails: [
    atVault({ auth: { kubernetes: { role: '', secretRef: { name: '' } } } }),
    atVault({
      auth: { kubernetes: { role: 'r', secretRef: { name: 's' }, serviceAccountRef: { name: 'sa' } } },
    }),
    atVault({ auth: { kubernetes: { role: 'r', serviceAccountRef: { name: '' } } } }),
  ],
  cel: [
    typeNeeds('vault', 'auth.kubernetes.role', has('object', field)),
    ofType('vault', `!(${has('object', field)}) || !(${hasSecret} && ${hasAccount})`, { tells: 'not both' }),
    typeNeeds('vault', 'auth.kubernetes.serviceAccountRef.name', `!${hasSecret} && ${hasAccount}`),
    ofType('vault', `!(${has('object', field)}) || ${hasSecret} || ${hasAccount}`, {
      tells: `${field}: Required`,
    }),
  ],
  check(issuer) {
    const login = settingsOf(issuer, 'vault')?.auth.kubernetes;
    if (!login) return [];
    return [...required(`${field}.role`, login.role, 'state the Vault role'), ...credential(login)];
  },
};
