import { isCertificateUriInCel, uriProblem } from '../../uris.ts';
import type { Rule } from '../../rule.ts';
import { invalidEntries } from '../../entries.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const urisCanBeEncoded: Rule<CertificateCandidate> = {
  id: 'certificate/uris-can-be-encoded',
  field: 'spec.uris',
  severity: 'deny',
  source:
    'gaps C9, C10, C11: issuing never begins, or never ends because the URI is read back in another spelling; RFC 5280 section 4.2.1.6',
  passes: [
    at({ uris: ['spiffe://cluster.local/ns/web/sa/shop', 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6'] }),
  ],
  fails: [
    at({ uris: ['spiffe://td/\u00fc'] }),
    at({ uris: ['spiffe://foo..bar/x', 'http://shop.example:80a', '::x', 'http://[::1', 'spiffe://td./x'] }),
    at({ uris: ['HTTPS://shop.example'] }),
    at({ uris: ['spiffe://td/a b', 'http://shop.example#', 'spiffe://td/a|b', 'not a uri'] }),
  ],
  cel: [
    {
      each: 'spec.uris',
      valid: isCertificateUriInCel('entry'),
      value: 'entry',
      says: {
        field: 'spec.uris[0]',
        kind: 'Invalid',
        detail:
          'must be an absolute URI in ASCII that reads as it is written (RFC 3986): scheme in lower case, a host without empty labels, a number as port, everything else percent-encoded',
      },
    },
  ],
  check({ certificate: { spec } }) {
    return invalidEntries('spec.uris', spec.uris, uriProblem);
  },
};
