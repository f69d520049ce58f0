import { firstOf, isFirst, ofDns01 } from '../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atDns01, dns01Providers, statedDns01 } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const dns01HasOneProvider: Rule<Issuer> = {
  id: 'issuer/dns01-has-one-provider',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 DN2, DN3',
  passes: [atDns01({ webhook: { groupName: 'acme.dnspod.com', solverName: 'dnspod' } })],
  fails: [
    atDns01({}),
    atDns01({ route53: {}, webhook: { groupName: 'g', solverName: 's' } }),
    atDns01({ cloudflare: {}, route53: {} }),
    atDns01({ route53: {}, digitalocean: { tokenSecretRef: { name: 's', key: 'k' } } }),
  ],
  cel: [
    ofDns01(dns01Providers.map((name) => `has(entry.dns01.${name})`).join(' || '), { tells: 'Required' }),
    ...dns01Providers
      .filter((name, index) => index > 0 && name !== 'acmeDNS')
      .map((name) =>
        ofDns01(`!has(entry.dns01.${name}) || (${isFirst('entry.dns01', name, dns01Providers)})`, {
          same: firstOf('entry.dns01', dns01Providers),
          says: {
            field: `spec.acme.solvers[0].dns01.${name}`,
            kind: 'Forbidden',
            detail: 'may not specify more than one provider; another one is there already',
          },
        }),
      ),
  ],
  check(issuer) {
    return statedDns01(issuer).flatMap(({ field, dns01 }): Violation[] => {
      const [first, ...others] = dns01Providers.filter((name) => dns01[name] !== undefined);
      if (!first)
        return [{ field, kind: 'Required', detail: `name one provider: ${dns01Providers.join(', ')}` }];
      const clashing = others.filter((name) => name !== 'acmeDNS');
      return clashing.map((name) => ({
        field: `${field}.${name}`,
        kind: 'Forbidden',
        detail: `may not specify more than one provider; ${first} is there already`,
      }));
    });
  },
};
