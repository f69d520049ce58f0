import { typeNeeds } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atVenafi, required, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const venafiNgtsIsComplete: Rule<Issuer> = {
  id: 'issuer/venafi-ngts-is-complete',
  field: 'spec.venafi.ngts',
  severity: 'deny',
  source: 'cert-manager v1.21 VE5',
  passes: [atVenafi({ cloud: undefined, ngts: { tsgID: '1', credentialsRef: { name: 's' } } })],
  fails: [atVenafi({ cloud: undefined, ngts: { tsgID: '', credentialsRef: { name: '' } } })],
  cel: ['tsgID', 'credentialsRef.name'].map((member) =>
    typeNeeds('venafi', `ngts.${member}`, 'has(object.spec.venafi.ngts)'),
  ),
  check(issuer) {
    const ngts = settingsOf(issuer, 'venafi')?.ngts;
    if (!ngts) return [];
    return [
      ...required('spec.venafi.ngts.tsgID', ngts.tsgID, 'state the tenant service group'),
      ...required(
        'spec.venafi.ngts.credentialsRef.name',
        ngts.credentialsRef?.name,
        'name the Secret with client-id and client-secret',
      ),
    ];
  },
};
