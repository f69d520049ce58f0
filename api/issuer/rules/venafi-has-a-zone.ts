import { typeNeeds } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atVenafi, required, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const venafiHasAZone: Rule<Issuer> = {
  id: 'issuer/venafi-has-a-zone',
  field: 'spec.venafi.zone',
  severity: 'deny',
  source: 'cert-manager v1.21 VE1',
  passes: [atVenafi({})],
  fails: [atVenafi({ zone: '' })],
  cel: [typeNeeds('venafi', 'zone')],
  check(issuer) {
    const venafi = settingsOf(issuer, 'venafi');
    return venafi ? required('spec.venafi.zone', venafi.zone, 'state the policy zone') : [];
  },
};
