import type { Rule, Violation } from '../../rule.ts';
import { atDns01, dns01Providers, statedDns01 } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const acmeDNS = { host: 'https://acme-dns.example', accountSecretRef: { name: 's', key: 'k' } };

export const dns01AcmeDnsStandsAlone: Rule<Issuer> = {
  id: 'issuer/dns01-acme-dns-stands-alone',
  field: 'spec.acme.solvers',
  severity: 'warn',
  source: 'gap D1: acmeDNS is ignored beside another provider',
  passes: [atDns01({ acmeDNS })],
  fails: [atDns01({ acmeDNS, route53: {} })],
  check(issuer) {
    return statedDns01(issuer).flatMap(({ field, dns01 }): Violation[] => {
      const first = dns01Providers.find((name) => dns01[name] !== undefined);
      if (!dns01.acmeDNS || first === undefined || first === 'acmeDNS') return [];
      return [
        {
          field: `${field}.acmeDNS`,
          kind: 'Forbidden',
          detail: `ignored beside ${first}: leave one of the two out`,
        },
      ];
    });
  },
};
