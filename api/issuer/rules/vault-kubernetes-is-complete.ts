import type { Rule } from '../../rule.ts';
import { atVault, required, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

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
  ],
  check(issuer) {
    const login = settingsOf(issuer, 'vault')?.auth?.kubernetes;
    if (!login) return [];
    const field = 'spec.vault.auth.kubernetes';
    const { role, secretRef, serviceAccountRef } = login;
    const both = Boolean(secretRef?.name) && serviceAccountRef !== undefined;
    const neither = !secretRef?.name && serviceAccountRef === undefined;
    return [
      ...required(`${field}.role`, role, 'state the Vault role'),
      ...(neither
        ? [{ field, kind: 'Required' as const, detail: 'set secretRef or serviceAccountRef' }]
        : []),
      ...(both
        ? [{ field, kind: 'Forbidden' as const, detail: 'set secretRef or serviceAccountRef, not both' }]
        : []),
      ...(serviceAccountRef && !both
        ? required(`${field}.serviceAccountRef.name`, serviceAccountRef.name, 'name the ServiceAccount')
        : []),
    ];
  },
};
