import type { Rule, Violation } from '../../rule.ts';
import { at, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

function empty(field: string, urls: readonly string[] = []): readonly Violation[] {
  return urls.flatMap((url, index) =>
    url
      ? []
      : [
          {
            field: `${field}[${index}]`,
            kind: 'Invalid' as const,
            value: url,
            detail: 'must be a URL, for example http://ca.shop.example',
          },
        ],
  );
}

export const caUrlsAreNotEmpty: Rule<Issuer> = {
  id: 'issuer/ca-urls-are-not-empty',
  field: 'spec.ca',
  severity: 'deny',
  source: 'cert-manager v1.21 CA2, CA3; RFC 5280 section 4.2.2.1',
  passes: [at({ ca: { secretName: 'root-tls', ocspServers: ['http://ocsp.shop.example'] } })],
  fails: [
    at({ ca: { secretName: 'root-tls', ocspServers: [''] } }),
    at({ ca: { secretName: 'root-tls', issuingCertificateURLs: ['http://ca.shop.example', ''] } }),
  ],
  cel: ['ocspServers', 'issuingCertificateURLs'].map((list) => ({
    each: `spec.ca.${list}`,
    valid: "has(object.spec.acme) || entry != ''",
    value: 'entry',
    tells: list,
  })),
  check(issuer) {
    const ca = settingsOf(issuer, 'ca');
    return [
      ...empty('spec.ca.ocspServers', ca?.ocspServers),
      ...empty('spec.ca.issuingCertificateURLs', ca?.issuingCertificateURLs),
    ];
  },
};
