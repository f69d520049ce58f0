import { printableAscii, inAsciiForm, isPrintableAscii } from '../../host-names.ts';
import { matches } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { invalidEntries } from '../../entries.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

function problem(name: string): string | undefined {
  if (isPrintableAscii(name)) return undefined;
  if (name === '') return 'must not be empty';
  const ascii = inAsciiForm(name);
  return ascii === undefined ? 'must be ASCII' : `must be ASCII: write the name as ${ascii}`;
}

export const dnsNamesCanBeEncoded: Rule<CertificateCandidate> = {
  id: 'certificate/dns-names-can-be-encoded',
  field: 'spec.dnsNames',
  severity: 'deny',
  source: 'gap C7: issuing never begins, without a word; RFC 5280 sections 4.2.1.6 and 7.2',
  passes: [at({ dnsNames: ['xn--mnchen-3ya.example', '*.shop.example'] })],
  fails: [
    at({ dnsNames: ['m\u00fcnchen.example'] }),
    at({ dnsNames: [''] }),
    at({ dnsNames: ['a\u0000.example'] }),
  ],
  cel: [
    { each: 'spec.dnsNames', valid: "entry != ''", value: 'entry', tells: 'must not be empty' },
    {
      each: 'spec.dnsNames',
      valid: `entry == '' || ${matches('entry', printableAscii)}`,
      value: 'entry',
      says: {
        field: 'spec.dnsNames[0]',
        kind: 'Invalid',
        detail: 'must be ASCII: write the name in its xn-- form',
      },
    },
  ],
  check({ certificate: { spec } }) {
    return invalidEntries('spec.dnsNames', spec.dnsNames, problem);
  },
};
