import type { Rule, Violation } from '../../rule.ts';
import { isUrl } from '../../uris.ts';
import { atDns01, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const at = (host: string) => atDns01({ acmeDNS: { host, accountSecretRef: { name: 's', key: 'k' } } });

export const dns01AcmeDnsHostIsAUrl: Rule<Issuer> = {
  id: 'issuer/dns01-acme-dns-host-is-a-url',
  field: 'spec.acme.solvers',
  severity: 'warn',
  source: 'gap D12: the record is tried again and again',
  passes: [at('https://acme-dns.example'), at('http://acme-dns.dns:8080')],
  fails: [at('not a url'), at('acme-dns.example')],
  check(issuer) {
    return statedProvider(issuer, 'acmeDNS').flatMap(({ field, config: { host } }): Violation[] => {
      if (!host || isUrl(host, ['https', 'http'])) return [];
      const detail = 'must be a URL, such as https://auth.acme-dns.io';
      return [{ field: `${field}.host`, kind: 'Invalid', value: host, detail }];
    });
  },
};
