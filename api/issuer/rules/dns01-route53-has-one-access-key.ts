import { hasIn, ofProvider, providerNeedsRef, statedIn } from '../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atDns01, requiredRef, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const ref = { name: 's', key: 'k' };

export const dns01Route53HasOneAccessKey: Rule<Issuer> = {
  id: 'issuer/dns01-route53-has-one-access-key',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 DN17, DN18',
  passes: [
    atDns01({ route53: { accessKeyID: 'AKIA', secretAccessKeySecretRef: ref } }),
    atDns01({ route53: {} }),
  ],
  fails: [
    atDns01({ route53: { accessKeyID: 'AKIA', accessKeyIDSecretRef: ref, secretAccessKeySecretRef: ref } }),
    atDns01({ route53: { accessKeyIDSecretRef: { name: 's' }, secretAccessKeySecretRef: ref } }),
    atDns01({ route53: { accessKeyIDSecretRef: { name: '', key: '' }, secretAccessKeySecretRef: ref } }),
  ],
  cel: [
    ofProvider(
      'route53',
      `!(${statedIn('route53', 'accessKeyID')} && ${hasIn('route53', 'accessKeyIDSecretRef')})`,
      { tells: 'Forbidden' },
    ),
    ...providerNeedsRef('route53', 'accessKeyIDSecretRef', hasIn('route53', 'accessKeyIDSecretRef')),
  ],
  check(issuer) {
    return statedProvider(issuer, 'route53').flatMap(({ field, config }): Violation[] => [
      ...(config.accessKeyID && config.accessKeyIDSecretRef
        ? [
            {
              field,
              kind: 'Forbidden' as const,
              detail: 'accessKeyID and accessKeyIDSecretRef can not both be set',
            },
          ]
        : []),
      ...(config.accessKeyIDSecretRef
        ? requiredRef(`${field}.accessKeyIDSecretRef`, config.accessKeyIDSecretRef)
        : []),
    ]);
  },
};
