import { ofType } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atAcme, settingsOf } from '../candidate.ts';
import { exampleBundle } from '../example-bundle.ts';
import type { Issuer } from '../issuer.ts';

export const acmeCaBundleExcludesSkippingTls: Rule<Issuer> = {
  id: 'issuer/acme-ca-bundle-excludes-skipping-tls',
  field: 'spec.acme.caBundle',
  severity: 'deny',
  source: 'cert-manager v1.21 AC1',
  passes: [atAcme({ skipTLSVerify: true })],
  fails: [atAcme({ caBundle: exampleBundle, skipTLSVerify: true })],
  cel: [
    ofType(
      'acme',
      '!has(object.spec.acme.caBundle) || size(object.spec.acme.caBundle) == 0 || !has(object.spec.acme.skipTLSVerify) || !object.spec.acme.skipTLSVerify',
    ),
  ],
  check(issuer) {
    const acme = settingsOf(issuer, 'acme');
    if (!acme?.caBundle || !acme.skipTLSVerify) return [];
    const detail = 'caBundle and skipTLSVerify are mutually exclusive: with a bundle the server is verified';
    return [
      { field: 'spec.acme.caBundle', kind: 'Invalid', detail },
      { field: 'spec.acme.skipTLSVerify', kind: 'Invalid', value: 'true', detail },
    ];
  },
};
