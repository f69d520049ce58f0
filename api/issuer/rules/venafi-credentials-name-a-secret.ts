import type { Rule } from '../../rule.ts';
import { atVenafi, required, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const venafiCredentialsNameASecret: Rule<Issuer> = {
  id: 'issuer/venafi-credentials-name-a-secret',
  field: 'spec.venafi',
  severity: 'warn',
  source: 'gap N2: the issuer is tried again and again',
  passes: [atVenafi({})],
  fails: [
    atVenafi({ cloud: { apiTokenSecretRef: { name: '' } } }),
    atVenafi({ cloud: undefined, tpp: { url: 'https://tpp.example/vedsdk', credentialsRef: { name: '' } } }),
  ],
  check(issuer) {
    const { cloud, tpp } = settingsOf(issuer, 'venafi') ?? {};
    return [
      ...(cloud
        ? required(
            'spec.venafi.cloud.apiTokenSecretRef.name',
            cloud.apiTokenSecretRef?.name,
            'name the Secret with the API key',
          )
        : []),
      ...(tpp
        ? required(
            'spec.venafi.tpp.credentialsRef.name',
            tpp.credentialsRef?.name,
            'name the Secret with the credentials',
          )
        : []),
    ];
  },
};
