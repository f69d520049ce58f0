import { providerNeeds, providerNeedsRef } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atDns01, required, requiredRef, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const dns01AkamaiIsComplete: Rule<Issuer> = {
  id: 'issuer/dns01-akamai-is-complete',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 DN4, DN5',
  passes: [
    atDns01({
      akamai: {
        serviceConsumerDomain: 'x.example',
        accessTokenSecretRef: { name: 's', key: 'k' },
        clientSecretSecretRef: { name: 's', key: 'k' },
        clientTokenSecretRef: { name: 's', key: 'k' },
      },
    }),
  ],
  fails: [
    atDns01({
      akamai: {
        serviceConsumerDomain: '',
        accessTokenSecretRef: { name: 's' },
        clientSecretSecretRef: { name: 's', key: 'k' },
        clientTokenSecretRef: { name: 's', key: 'k' },
      },
    }),
    atDns01({
      akamai: {
        serviceConsumerDomain: 'x.example',
        accessTokenSecretRef: { name: '', key: '' },
        clientSecretSecretRef: { name: '', key: '' },
        clientTokenSecretRef: { name: '', key: '' },
      },
    }),
  ],
  cel: [
    ...['accessTokenSecretRef', 'clientSecretSecretRef', 'clientTokenSecretRef'].flatMap((ref) =>
      providerNeedsRef('akamai', ref),
    ),
    providerNeeds('akamai', 'serviceConsumerDomain'),
  ],
  check(issuer) {
    return statedProvider(issuer, 'akamai').flatMap(({ field, config }) => [
      ...requiredRef(`${field}.accessTokenSecretRef`, config.accessTokenSecretRef),
      ...requiredRef(`${field}.clientSecretSecretRef`, config.clientSecretSecretRef),
      ...requiredRef(`${field}.clientTokenSecretRef`, config.clientTokenSecretRef),
      ...required(
        `${field}.serviceConsumerDomain`,
        config.serviceConsumerDomain,
        'state the host of the Akamai API',
      ),
    ]);
  },
};
