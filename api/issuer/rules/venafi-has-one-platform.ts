import { ofType } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atVenafi, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const platforms = ['tpp', 'cloud', 'ngts'] as const;

export const venafiHasOnePlatform: Rule<Issuer> = {
  id: 'issuer/venafi-has-one-platform',
  field: 'spec.venafi',
  severity: 'deny',
  source: 'cert-manager v1.21 VE2',
  passes: [atVenafi({})],
  fails: [atVenafi({ cloud: undefined }), atVenafi({ ngts: { tsgID: '1', credentialsRef: { name: 's' } } })],
  cel: [
    ofType('venafi', platforms.map((platform) => `has(object.spec.venafi.${platform})`).join(' || '), {
      tells: 'Required',
    }),
    ofType(
      'venafi',
      `${platforms.map((platform) => `(has(object.spec.venafi.${platform}) ? 1 : 0)`).join(' + ')} <= 1`,
      { tells: 'Forbidden' },
    ),
  ],
  check(issuer) {
    const venafi = settingsOf(issuer, 'venafi');
    if (!venafi) return [];
    const stated = platforms.filter((platform) => venafi[platform] !== undefined);
    if (stated.length === 1) return [];
    const detail = `exactly one of ${platforms.join(', ')} must be set`;
    return [{ field: 'spec.venafi', kind: stated.length === 0 ? 'Required' : 'Forbidden', detail }];
  },
};
