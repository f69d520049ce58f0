import { hasIn, providerNeeds, providerNeedsRef } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atDns01, required, requiredRef, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const dns01CloudDnsIsComplete: Rule<Issuer> = {
  id: 'issuer/dns01-cloud-dns-is-complete',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 DN12, DN13',
  passes: [atDns01({ cloudDNS: { project: 'p', serviceAccountSecretRef: { name: 's', key: 'k' } } })],
  fails: [
    atDns01({ cloudDNS: { project: '', serviceAccountSecretRef: { name: 's' } } }),
    atDns01({ cloudDNS: { project: 'p', serviceAccountSecretRef: { name: '', key: '' } } }),
  ],
  cel: [
    ...providerNeedsRef('cloudDNS', 'serviceAccountSecretRef', hasIn('cloudDNS', 'serviceAccountSecretRef')),
    providerNeeds('cloudDNS', 'project'),
  ],
  check(issuer) {
    return statedProvider(issuer, 'cloudDNS').flatMap(({ field, config }) => [
      ...(config.serviceAccountSecretRef
        ? requiredRef(`${field}.serviceAccountSecretRef`, config.serviceAccountSecretRef)
        : []),
      ...required(`${field}.project`, config.project, 'state the project of the zone'),
    ]);
  },
};
