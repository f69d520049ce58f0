import type { Rule } from '../../rule.ts';
import { exampleBundle } from '../example-bundle.ts';
import { holdsACertificate } from '../../pem-bundle.ts';
import { atVault, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const vaultCaBundleParses: Rule<Issuer> = {
  id: 'issuer/vault-ca-bundle-parses',
  field: 'spec.vault.caBundle',
  severity: 'deny',
  source: 'cert-manager v1.21 VA3',
  passes: [atVault({ caBundle: exampleBundle })],
  fails: [atVault({ caBundle: 'Z2FyYmFnZQ==' })],
  beyondCel: 'reads-certificates',
  check(issuer) {
    const bundle = settingsOf(issuer, 'vault')?.caBundle;
    if (!bundle || holdsACertificate(bundle)) return [];
    return [
      {
        field: 'spec.vault.caBundle',
        kind: 'Invalid',
        detail: 'must be base64 of PEM with at least one readable certificate',
      },
    ];
  },
};
