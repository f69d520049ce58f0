import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const hasAName: Rule<CertificateCandidate> = {
  id: 'certificate/has-a-name',
  field: 'spec',
  severity: 'deny',
  source: 'cert-manager v1.21 CE11; RFC 5280 section 4.1.2.6',
  passes: [
    at({}),
    at({ dnsNames: undefined, literalSubject: 'CN=shop' }, { commonName: 'shop' }),
    at({ dnsNames: undefined, uris: ['spiffe://shop.example/web'] }),
  ],
  fails: [at({ dnsNames: undefined }), at({ dnsNames: [], literalSubject: 'O=Shop' }, {})],
  cel: [
    {
      valid:
        "(has(object.spec.commonName) && object.spec.commonName != '') || (has(object.spec.literalSubject) && object.spec.literalSubject != '') || (has(object.spec.dnsNames) && size(object.spec.dnsNames) > 0) || (has(object.spec.uris) && size(object.spec.uris) > 0) || (has(object.spec.emailAddresses) && size(object.spec.emailAddresses) > 0) || (has(object.spec.ipAddresses) && size(object.spec.ipAddresses) > 0) || (has(object.spec.otherNames) && size(object.spec.otherNames) > 0)",
      value: "''",
    },
  ],
  beyondCel: 'reads-a-subject',
  check({ certificate: { spec }, literalSubject }) {
    const lists = [spec.dnsNames, spec.uris, spec.emailAddresses, spec.ipAddresses, spec.otherNames];
    if (spec.commonName || lists.some((list) => list && list.length > 0)) return [];
    if (literalSubject && ('error' in literalSubject || literalSubject.commonName)) return [];
    return [
      {
        field: 'spec',
        kind: 'Invalid',
        value: '',
        detail:
          'at least one of commonName (from the commonName field or from a literalSubject), dnsNames, emailAddresses, ipAddresses, otherNames or uris must be set',
      },
    ];
  },
};
