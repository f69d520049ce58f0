import { ofType, typeNeeds } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atVenafi, required, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const venafiTppIsComplete: Rule<Issuer> = {
  id: 'issuer/venafi-tpp-is-complete',
  field: 'spec.venafi.tpp',
  severity: 'deny',
  source: 'cert-manager v1.21 VE3, VE4',
  passes: [
    atVenafi({ cloud: undefined, tpp: { url: 'https://tpp.example/vedsdk', credentialsRef: { name: 's' } } }),
  ],
  fails: [
    atVenafi({ cloud: undefined, tpp: { url: '', credentialsRef: { name: 's' } } }),
    atVenafi({
      cloud: undefined,
      tpp: {
        url: 'https://tpp.example/vedsdk',
        credentialsRef: { name: 's' },
        caBundle: 'eA==',
        caBundleSecretRef: { name: 'ca' },
      },
    }),
  ],
  cel: [
    typeNeeds('venafi', 'tpp.url', 'has(object.spec.venafi.tpp)'),
    ofType(
      'venafi',
      '!(has(object.spec.venafi.tpp) && has(object.spec.venafi.tpp.caBundle) && size(object.spec.venafi.tpp.caBundle) > 0 && has(object.spec.venafi.tpp.caBundleSecretRef))',
      { tells: 'Forbidden' },
    ),
  ],
  check(issuer) {
    const tpp = settingsOf(issuer, 'venafi')?.tpp;
    if (!tpp) return [];
    const both = Boolean(tpp.caBundle) && tpp.caBundleSecretRef !== undefined;
    return [
      ...required('spec.venafi.tpp.url', tpp.url, 'state the URL of the server'),
      ...(both
        ? [
            {
              field: 'spec.venafi.tpp',
              kind: 'Forbidden' as const,
              detail: 'set caBundle or caBundleSecretRef, not both',
            },
          ]
        : []),
    ];
  },
};
