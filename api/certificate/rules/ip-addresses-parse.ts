import { isIpAddressInCel } from '../../ip-addresses.ts';
import type { Rule } from '../../rule.ts';
import { isIP } from 'node:net';
import { at, type CertificateCandidate } from '../candidate.ts';

export const ipAddressesParse: Rule<CertificateCandidate> = {
  id: 'certificate/ip-addresses-parse',
  field: 'spec.ipAddresses',
  severity: 'deny',
  source: 'cert-manager v1.21 CE13; RFC 5280 section 4.2.1.6',
  passes: [at({ ipAddresses: ['192.0.2.7', '2001:db8::7'] })],
  fails: [at({ ipAddresses: ['192.0.2.07'] }), at({ ipAddresses: ['fe80::1%eth0'] })],
  cel: [{ each: 'spec.ipAddresses', valid: isIpAddressInCel('entry'), value: 'entry' }],
  check({ certificate: { spec } }) {
    return (spec.ipAddresses ?? []).flatMap((address, index) =>
      isIP(address) !== 0 && !address.includes('%')
        ? []
        : [
            {
              field: `spec.ipAddresses[${index}]`,
              kind: 'Invalid' as const,
              value: address,
              detail: 'must be an IPv4 or IPv6 address without a zone, such as 192.0.2.7',
            },
          ],
    );
  },
};
