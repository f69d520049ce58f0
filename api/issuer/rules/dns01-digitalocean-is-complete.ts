import { providerNeedsRef } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atDns01, requiredRef, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const dns01DigitaloceanIsComplete: Rule<Issuer> = {
  id: 'issuer/dns01-digitalocean-is-complete',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 DN20',
  passes: [atDns01({ digitalocean: { tokenSecretRef: { name: 's', key: 'k' } } })],
  fails: [
    atDns01({ digitalocean: { tokenSecretRef: { name: 's' } } }),
    atDns01({ digitalocean: { tokenSecretRef: { name: '', key: '' } } }),
  ],
  cel: providerNeedsRef('digitalocean', 'tokenSecretRef'),
  check(issuer) {
    return statedProvider(issuer, 'digitalocean').flatMap(({ field, config }) =>
      requiredRef(`${field}.tokenSecretRef`, config.tokenSecretRef),
    );
  },
};
