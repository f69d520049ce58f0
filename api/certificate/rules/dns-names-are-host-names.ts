import type { Rule } from '../../rule.ts';
import { invalidEntries } from '../../entries.ts';
import { hostNameProblem, isPrintableAscii } from '../../host-names.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const dnsNamesAreHostNames: Rule<CertificateCandidate> = {
  id: 'certificate/dns-names-are-host-names',
  field: 'spec.dnsNames',
  severity: 'warn',
  source:
    'gap C12: a CA of your own signs it as it is, an ACME server refuses it; RFC 1123 section 2.1, RFC 9525',
  passes: [at({ dnsNames: ['shop', '*.Shop.example', '1.shop.example'] })],
  fails: [
    at({ dnsNames: ['foo bar'] }),
    at({ dnsNames: ['-a-.example'] }),
    at({ dnsNames: ['a.*.shop.example'] }),
    at({ dnsNames: ['shop.example.'] }),
    at({ dnsNames: [`${'a.'.repeat(150)}example`] }),
    at({ dnsNames: ['shop.example', 'SHOP.example'] }),
  ],
  check({ certificate: { spec } }) {
    const seen = new Set<string>();
    return invalidEntries('spec.dnsNames', spec.dnsNames, (name) => {
      if (!isPrintableAscii(name)) return undefined; // another rule speaks
      const known = seen.has(name.toLowerCase());
      seen.add(name.toLowerCase());
      return known ? 'stands there twice' : hostNameProblem(name);
    });
  },
};
