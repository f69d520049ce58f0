import { ofType } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { exampleBundle } from '../example-bundle.ts';
import { atVault, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const vaultCaBundleIsStatedOnce: Rule<Issuer> = {
  id: 'issuer/vault-ca-bundle-is-stated-once',
  field: 'spec.vault.caBundle',
  severity: 'deny',
  source: 'cert-manager v1.21 VA4',
  passes: [atVault({ caBundleSecretRef: { name: 's' } })],
  fails: [atVault({ caBundle: exampleBundle, caBundleSecretRef: { name: 's' } })],
  cel: [
    ofType(
      'vault',
      '!has(object.spec.vault.caBundle) || size(object.spec.vault.caBundle) == 0 || !has(object.spec.vault.caBundleSecretRef)',
    ),
  ],
  check(issuer) {
    const vault = settingsOf(issuer, 'vault');
    if (!vault?.caBundle || !vault.caBundleSecretRef) return [];
    const detail = 'set caBundle or caBundleSecretRef, not both';
    return ['caBundle', 'caBundleSecretRef'].map((member) => ({
      field: `spec.vault.${member}`,
      kind: 'Invalid' as const,
      detail,
    }));
  },
};
