import { typeNeeds } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atAcme, required, requiredRef, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const acmeBindingIsComplete: Rule<Issuer> = {
  id: 'issuer/acme-binding-is-complete',
  field: 'spec.acme.externalAccountBinding',
  severity: 'deny',
  source: 'cert-manager v1.21 AC5, AC6; RFC 8555 section 7.3.4',
  passes: [atAcme({ externalAccountBinding: { keyID: 'kid', keySecretRef: { name: 'eab', key: 'mac' } } })],
  fails: [
    atAcme({ externalAccountBinding: { keyID: '', keySecretRef: { name: 'eab' } } }),
    atAcme({ externalAccountBinding: { keyID: 'kid', keySecretRef: { name: '', key: '' } } }),
  ],
  cel: ['keyID', 'keySecretRef.name', 'keySecretRef.key'].map((member) =>
    typeNeeds('acme', `externalAccountBinding.${member}`, 'has(object.spec.acme.externalAccountBinding)'),
  ),
  check(issuer) {
    const binding = settingsOf(issuer, 'acme')?.externalAccountBinding;
    if (!binding) return [];
    const field = 'spec.acme.externalAccountBinding';
    return [
      ...required(`${field}.keyID`, binding.keyID, 'state the key id that the CA gave you'),
      ...requiredRef(`${field}.keySecretRef`, binding.keySecretRef),
    ];
  },
};
