import { bareMailbox, isBareMailbox } from '../../field-syntax.ts';
import { matches } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const emailAddressesAreBare: Rule<CertificateCandidate> = {
  id: 'certificate/email-addresses-are-bare',
  field: 'spec.emailAddresses',
  severity: 'deny',
  source: 'cert-manager v1.21 CE14; RFC 5322 section 3.4.1',
  passes: [at({ emailAddresses: ['ops@shop.example'] })],
  fails: [at({ emailAddresses: ['Ops <ops@shop.example>'] }), at({ emailAddresses: ['ops'] })],
  cel: [{ each: 'spec.emailAddresses', valid: matches('entry', bareMailbox), value: 'entry' }],
  check({ certificate: { spec } }) {
    return (spec.emailAddresses ?? []).flatMap((address, index) =>
      isBareMailbox(address)
        ? []
        : [
            {
              field: `spec.emailAddresses[${index}]`,
              kind: 'Invalid' as const,
              value: address,
              detail: 'must be a bare address such as ops@shop.example, without a display name',
            },
          ],
    );
  },
};
