import { providerNeeds, providerNeedsRef } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atDns01, required, requiredRef, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const dns01AcmeDnsIsComplete: Rule<Issuer> = {
  id: 'issuer/dns01-acme-dns-is-complete',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 DN19',
  passes: [
    atDns01({ acmeDNS: { host: 'https://acme-dns.example', accountSecretRef: { name: 's', key: 'k' } } }),
  ],
  fails: [
    atDns01({ acmeDNS: { host: '', accountSecretRef: { name: 's' } } }),
    atDns01({ acmeDNS: { host: 'https://acme-dns.example', accountSecretRef: { name: '', key: '' } } }),
  ],
  cel: [...providerNeedsRef('acmeDNS', 'accountSecretRef'), providerNeeds('acmeDNS', 'host')],
  check(issuer) {
    return statedProvider(issuer, 'acmeDNS').flatMap(({ field, config }) => [
      ...requiredRef(`${field}.accountSecretRef`, config.accountSecretRef),
      ...required(`${field}.host`, config.host, 'state the URL of the acme-dns server'),
    ]);
  },
};
