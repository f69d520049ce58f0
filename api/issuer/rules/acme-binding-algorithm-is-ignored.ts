import type { Rule } from '../../rule.ts';
import { atAcme, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const acmeBindingAlgorithmIsIgnored: Rule<Issuer> = {
  id: 'issuer/acme-binding-algorithm-is-ignored',
  field: 'spec.acme.externalAccountBinding.keyAlgorithm',
  severity: 'warn',
  source: 'cert-manager v1.21 section 3.10 (the field is deprecated)',
  passes: [atAcme({ externalAccountBinding: { keyID: 'kid', keySecretRef: { name: 'eab', key: 'mac' } } })],
  fails: [
    atAcme({
      externalAccountBinding: {
        keyID: 'kid',
        keyAlgorithm: 'HS384',
        keySecretRef: { name: 'eab', key: 'mac' },
      },
    }),
  ],
  cel: [
    {
      valid:
        '!has(object.spec.acme) || !has(object.spec.acme.externalAccountBinding) || !has(object.spec.acme.externalAccountBinding.keyAlgorithm)',
    },
  ],
  check(issuer) {
    const algorithm = settingsOf(issuer, 'acme')?.externalAccountBinding?.keyAlgorithm;
    if (!algorithm) return [];
    return [
      {
        field: 'spec.acme.externalAccountBinding.keyAlgorithm',
        kind: 'Invalid',
        detail: 'deprecated and ignored, HS256 is used; leave it out',
      },
    ];
  },
};
