import { hasIn, ofProvider, providerNeeds, providerNeedsRef } from '../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atDns01, required, requiredRef, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const hasKey = hasIn('cloudflare', 'apiKeySecretRef');
const hasToken = hasIn('cloudflare', 'apiTokenSecretRef');

export const dns01CloudflareHasOneCredential: Rule<Issuer> = {
  id: 'issuer/dns01-cloudflare-has-one-credential',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 DN14, DN15, DN16',
  passes: [atDns01({ cloudflare: { apiTokenSecretRef: { name: 's', key: 'k' } } })],
  fails: [
    atDns01({ cloudflare: {} }),
    atDns01({
      cloudflare: {
        apiTokenSecretRef: { name: 's', key: 'k' },
        apiKeySecretRef: { name: 's', key: 'k' },
        email: 'a@b.example',
      },
    }),
    atDns01({ cloudflare: { apiKeySecretRef: { name: 's', key: 'k' } } }),
    atDns01({ cloudflare: { apiTokenSecretRef: { name: '', key: '' } } }),
    atDns01({ cloudflare: { email: 'a@b.example', apiKeySecretRef: { name: '', key: '' } } }),
  ],
  cel: [
    ...['apiKeySecretRef', 'apiTokenSecretRef'].flatMap((ref) =>
      providerNeedsRef('cloudflare', ref, hasIn('cloudflare', ref)),
    ),
    ofProvider('cloudflare', `!(${hasKey} && ${hasToken})`, { tells: 'Forbidden' }),
    ofProvider('cloudflare', `${hasKey} || ${hasToken}`, { tells: '.cloudflare: Required' }),
    providerNeeds('cloudflare', 'email', hasKey),
  ],
  check(issuer) {
    return statedProvider(issuer, 'cloudflare').flatMap(({ field, config }): Violation[] => {
      const { apiKeySecretRef: key, apiTokenSecretRef: token, email } = config;
      return [
        ...(key ? requiredRef(`${field}.apiKeySecretRef`, key) : []),
        ...(token ? requiredRef(`${field}.apiTokenSecretRef`, token) : []),
        ...(key && token
          ? [
              {
                field,
                kind: 'Forbidden' as const,
                detail: 'apiKeySecretRef and apiTokenSecretRef can not both be set; prefer the token',
              },
            ]
          : []),
        ...(key || token
          ? []
          : [
              {
                field,
                kind: 'Required' as const,
                detail: 'set apiTokenSecretRef (or apiKeySecretRef and email)',
              },
            ]),
        ...(key
          ? required(`${field}.email`, email, 'the email of the account is needed beside apiKeySecretRef')
          : []),
      ];
    });
  },
};
