import { invalidEntries } from '../../entries.ts';
import type { Rule } from '../../rule.ts';
import { isUrl } from '../../uris.ts';
import { at, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const schemes = ['http', 'https', 'ldap', 'ldaps'];

function problem(url: string): string | undefined {
  return isUrl(url, schemes) ? undefined : 'must be a URL that begins with http://, https:// or ldap://';
}

/** Empty ones are the business of another rule. */
const problemUnlessEmpty = (url: string) => (url === '' ? undefined : problem(url));

export const caUrlsAreAbsolute: Rule<Issuer> = {
  id: 'issuer/ca-urls-are-absolute',
  field: 'spec',
  severity: 'warn',
  source: 'gap K3: written into certificates as they are; RFC 5280 sections 4.2.1.13 and 4.2.2.1',
  passes: [
    at({
      ca: {
        secretName: 'ca',
        crlDistributionPoints: ['http://crl.shop.example/ca.crl', 'ldap://ldap.shop.example/cn=ca'],
      },
    }),
    at({ selfSigned: {} }),
  ],
  fails: [
    at({ ca: { secretName: 'ca', crlDistributionPoints: ['', 'not a url'] } }),
    at({ ca: { secretName: 'ca', ocspServers: ['x y'] } }),
    at({ selfSigned: { crlDistributionPoints: ['crl.shop.example'] } }),
  ],
  check(issuer) {
    const ca = settingsOf(issuer, 'ca') ?? {};
    const points = { ...settingsOf(issuer, 'selfSigned') }.crlDistributionPoints;
    const { crlDistributionPoints, issuingCertificateURLs, ocspServers } = ca as Partial<
      NonNullable<Issuer['spec']['ca']>
    >;
    return [
      ...invalidEntries('spec.ca.crlDistributionPoints', crlDistributionPoints, problem),
      ...invalidEntries('spec.ca.issuingCertificateURLs', issuingCertificateURLs, problemUnlessEmpty),
      ...invalidEntries('spec.ca.ocspServers', ocspServers, problemUnlessEmpty),
      ...invalidEntries('spec.selfSigned.crlDistributionPoints', points, problem),
    ];
  },
};
