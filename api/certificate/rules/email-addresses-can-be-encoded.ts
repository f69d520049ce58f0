import { printableAscii, isPrintableAscii } from '../../host-names.ts';
import { matches } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { invalidEntries } from '../../entries.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const emailAddressesCanBeEncoded: Rule<CertificateCandidate> = {
  id: 'certificate/email-addresses-can-be-encoded',
  field: 'spec.emailAddresses',
  severity: 'deny',
  source: 'gap C8: issuing never begins, without a word; RFC 5280 section 4.2.1.6',
  passes: [at({ emailAddresses: ['ops@xn--mnchen-3ya.example'] })],
  fails: [
    at({ emailAddresses: ['j\u00fcrgen@shop.example'] }),
    at({ emailAddresses: ['ops@m\u00fcnchen.example'] }),
  ],
  cel: [
    {
      each: 'spec.emailAddresses',
      valid: `entry == '' || ${matches('entry', printableAscii)}`,
      value: 'entry',
    },
  ],
  check({ certificate: { spec } }) {
    return invalidEntries('spec.emailAddresses', spec.emailAddresses, (address) =>
      address === '' || isPrintableAscii(address)
        ? undefined
        : 'must be ASCII: write the domain in its xn-- form; there is none for what stands before the "@"',
    );
  },
};
