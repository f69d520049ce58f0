import { describe, expect, it } from 'vitest';

import type { CertificateSpec } from '../api/certificate/certificate.ts';
import { csrWantedFrom, defaultCsrGates } from './csr-wanted.ts';

function certificate(spec: Partial<CertificateSpec>): CertificateSpec {
  return { secretName: 'shop-tls', issuerRef: { name: 'ca' }, ...spec };
}

const constrained = { isCA: true, commonName: 'ca' } as const;

describe('a Certificate that can be encoded', () => {
  it('asks for its names, the default usages and nothing else', () => {
    expect(csrWantedFrom(certificate({ commonName: 'shop.example', dnsNames: ['shop.example'] }))).toEqual({
      subject: [[{ oid: '2.5.4.3', value: 'shop.example' }]],
      dnsNames: ['shop.example'],
      emailAddresses: [],
      ipAddresses: [],
      uris: [],
      otherNames: [],
      usages: { keyUsages: ['digital signature', 'key encipherment'], extKeyUsageOids: [] },
    });
  });

  it('has its addresses in their canonical form', () => {
    expect(csrWantedFrom(certificate({ ipAddresses: ['2001:DB8::0:1', '10.0.0.1'] })).ipAddresses).toEqual([
      '2001:db8::1',
      '10.0.0.1',
    ]);
  });

  it('keeps its usages out of the CSR when it says so', () => {
    expect(
      csrWantedFrom(certificate({ dnsNames: ['a'], encodeUsagesInRequest: false })).usages,
    ).toBeUndefined();
  });

  it('has basic constraints in the CSR when the gate is on', () => {
    const gates = { ...defaultCsrGates, basicConstraints: true };

    expect(csrWantedFrom(certificate({ dnsNames: ['a'] }), gates).isCa).toBe(false);
    expect(csrWantedFrom(certificate({ dnsNames: ['a'], isCA: true }), gates).isCa).toBe(true);
  });

  it('takes its common name from a literal subject', () => {
    expect(csrWantedFrom(certificate({ literalSubject: 'CN=shop,O=x' })).subject).toHaveLength(2);
  });
});

const noName =
  'at least one of commonName (from the commonName field or from a literalSubject), dnsNames, emailSANs, ipAddresses, otherNames, or uriSANs must be set';
const oidRule =
  'must be an object identifier: two numbers or more, without leading zeros, with a dot between them, the first 0 to 2, the second below 40 when the first is 0 or 1';
const uriRule = 'must be an absolute URI in ASCII (RFC 3986), its host, if any, a DNS name or an address';

describe('a Certificate that cannot be encoded', () => {
  it.each<[string, Partial<CertificateSpec>, string]>([
    ['no name', {}, noName],
    ['only other parts of a subject', { subject: { organizations: ['x'] } }, noName],
    ['a literal subject without a common name', { literalSubject: 'O=x' }, noName],
    [
      'a DNS name that is not ASCII',
      { dnsNames: ['a.example', 'münchen.example'] },
      'spec.dnsNames[1]: "münchen.example" must be a DNS name in ASCII: write international names as A-labels (xn--...)',
    ],
    [
      'a mail address that is not ASCII',
      { emailAddresses: ['jürgen@example.com'] },
      'spec.emailAddresses[0]: "jürgen@example.com" must be a mail address in ASCII',
    ],
    ['a URI that is not ASCII', { uris: ['spiffe://td/ü'] }, `spec.uris[0]: "spiffe://td/ü" ${uriRule}`],
    [
      'a URI with an empty label',
      { uris: ['spiffe://a..b/x'] },
      `spec.uris[0]: "spiffe://a..b/x" ${uriRule}`,
    ],
    [
      'an address that is none',
      { ipAddresses: ['010.0.0.1'] },
      'spec.ipAddresses[0]: "010.0.0.1" must be an IPv4 or IPv6 address without zone or leading zeros',
    ],
    [
      'an object identifier that ASN.1 does not have',
      { otherNames: [{ oid: '3.1', utf8Value: 'x' }] },
      `spec.otherNames[0].oid: "3.1" ${oidRule}`,
    ],
    [
      'an object identifier with a leading zero',
      { otherNames: [{ oid: '01.2.3', utf8Value: 'x' }] },
      `spec.otherNames[0].oid: "01.2.3" ${oidRule}`,
    ],
    [
      'an other name without a value',
      { otherNames: [{ oid: '1.2.3' }] },
      'spec.otherNames[0].utf8Value: must be valid text',
    ],
    [
      'a literal subject that is not UTF-8',
      { literalSubject: 'CN=\\FF' },
      'spec.literalSubject: the escaped bytes are not valid UTF-8',
    ],
    [
      'a usage that is not known',
      { dnsNames: ['a'], usages: ['x' as never] },
      'spec.usages[0]: "x" is not a known usage',
    ],
    [
      'name constraints without a CA',
      { dnsNames: ['a'], nameConstraints: { permitted: { dnsDomains: ['a'] } } },
      'spec.nameConstraints: only for a CA: set spec.isCA to true',
    ],
    [
      'name constraints that constrain nothing',
      { ...constrained, nameConstraints: { permitted: {}, excluded: { dnsDomains: [] } } },
      'spec.nameConstraints: must permit or exclude something: every list is empty',
    ],
    [
      'an address instead of an address block',
      { ...constrained, nameConstraints: { permitted: { ipRanges: ['10.0.0.0'] } } },
      'spec.nameConstraints.permitted.ipRanges[0]: "10.0.0.0" must be an address block in CIDR notation, as in "10.0.0.0/8"',
    ],
    ...['foo bar', 'example.com.', '*.example.com', 'a..b'].map(
      (domain): [string, Partial<CertificateSpec>, string] => [
        `the constraint ${domain}`,
        { ...constrained, nameConstraints: { excluded: { dnsDomains: ['ok', domain] } } },
        `spec.nameConstraints.excluded.dnsDomains[1]: "${domain}" must be a DNS domain in ASCII without a dot at its end, as in "example.com"`,
      ],
    ),
    [
      'an address for the host of a URI constraint',
      { ...constrained, nameConstraints: { permitted: { uriDomains: ['10.0.0.1'] } } },
      'spec.nameConstraints.permitted.uriDomains[0]: "10.0.0.1" must be a host name or a domain with a leading dot, not an address',
    ],
    [
      'a mail constraint with two at signs',
      { ...constrained, nameConstraints: { permitted: { emailAddresses: ['a@@b'] } } },
      'spec.nameConstraints.permitted.emailAddresses[0]: "a@@b" must be a mail address, a host, or a domain with a leading dot, in ASCII',
    ],
  ])('because of %s is told so', (_, spec, message) => {
    expect(() => csrWantedFrom(certificate(spec))).toThrow(
      expect.objectContaining({ retry: false, reason: 'InvalidSpec', message }),
    );
  });

  const off = { literalSubject: false, otherNames: false, nameConstraints: false, basicConstraints: false };

  it.each<[Partial<CertificateSpec>, string]>([
    [{ literalSubject: 'CN=a' }, 'spec.literalSubject: the feature gate LiteralCertificateSubject is off'],
    [
      { otherNames: [{ oid: '1.2.3', utf8Value: 'x' }] },
      'spec.otherNames: the feature gate OtherNames is off',
    ],
    [
      { ...constrained, nameConstraints: { permitted: { dnsDomains: ['a'] } } },
      'spec.nameConstraints: the feature gate NameConstraints is off',
    ],
  ])('because a gate is off is told so: %o', (spec, message) => {
    expect(() => csrWantedFrom(certificate(spec), off)).toThrow(message);
  });
});
