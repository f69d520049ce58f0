import type { Rule, Violation } from '../../rule.ts';
import { atDns01, statedDns01 } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const dns01CnameStrategyIsKnown: Rule<Issuer> = {
  id: 'issuer/dns01-cname-strategy-is-known',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 DN1',
  passes: [
    atDns01({
      cnameStrategy: 'Follow',
      acmeDNS: { host: 'https://acme-dns.example', accountSecretRef: { name: 'a', key: 'k' } },
    }),
  ],
  fails: [
    atDns01({
      cnameStrategy: 'follow',
      acmeDNS: { host: 'https://acme-dns.example', accountSecretRef: { name: 'a', key: 'k' } },
    }),
  ],
  beyondCel: 'schema-first',
  check(issuer) {
    return statedDns01(issuer).flatMap(({ field, dns01: { cnameStrategy } }): Violation[] => {
      if (!cnameStrategy || cnameStrategy === 'None' || cnameStrategy === 'Follow') return [];
      return [
        {
          field: `${field}.cnameStrategy`,
          kind: 'Invalid',
          value: cnameStrategy,
          detail: 'must be None or Follow',
        },
      ];
    });
  },
};
