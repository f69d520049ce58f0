import { ofProvider, providerNeeds, statedIn } from '../cel.ts';
import { matches } from '../../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atDns01, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

/** Host and optional port; only IPv6 addresses are written in brackets, and they always are. */
const hostAndPort = /^(\[[^[\]]+\]|[^:[\]]+)(:[^:]*)?$/;

export const dns01Rfc2136NameserverParses: Rule<Issuer> = {
  id: 'issuer/dns01-rfc2136-nameserver-parses',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 DN21; RFC 2136',
  passes: [
    atDns01({ rfc2136: { nameserver: '192.0.2.53:53' } }),
    atDns01({ rfc2136: { nameserver: '[2001:db8::53]:53' } }),
    atDns01({ rfc2136: { nameserver: 'ns1.shop.example' } }),
  ],
  fails: [
    atDns01({ rfc2136: { nameserver: '' } }),
    atDns01({ rfc2136: { nameserver: ':53' } }),
    atDns01({ rfc2136: { nameserver: '2001:db8::53' } }),
  ],
  cel: [
    providerNeeds('rfc2136', 'nameserver'),
    ofProvider(
      'rfc2136',
      `!${statedIn('rfc2136', 'nameserver')} || ${matches('entry.dns01.rfc2136.nameserver', hostAndPort)}`,
      { value: 'entry.dns01.rfc2136.nameserver', tells: 'Invalid' },
    ),
  ],
  check(issuer) {
    return statedProvider(issuer, 'rfc2136').flatMap(({ field, config }): Violation[] => {
      const at = `${field}.nameserver`;
      if (!config.nameserver)
        return [
          {
            field: at,
            kind: 'Required',
            detail: 'state the name server that takes updates, as host or host:port',
          },
        ];
      if (hostAndPort.test(config.nameserver)) return [];
      return [
        {
          field: at,
          kind: 'Invalid',
          value: config.nameserver,
          detail: 'must be host or host:port, an IPv6 address in brackets',
        },
      ];
    });
  },
};
