import { describe, expect, it } from 'vitest';

import type { CertificateSpec } from '../../api/certificate/certificate.ts';
import type { CertificateRequestSpec } from '../../api/certificate-request/certificate-request.ts';
import { createCsr, csrWantedFrom, decodeCsr } from '../../pki/csr.ts';
import { generateKey } from '../../pki/key.ts';
import { requestDifferences } from './differences.ts';

const key = await generateKey({ algorithm: 'ECDSA', size: 256 });

const full: CertificateSpec = {
  secretName: 'shop-tls',
  issuerRef: { name: 'ca', group: 'cert-manager.io', kind: 'Issuer' },
  commonName: 'shop.example',
  dnsNames: ['shop.example', '*.shop.example'],
  ipAddresses: ['192.0.2.7', '2001:DB8:0:0::1'],
  uris: ['spiffe://shop.example/full'],
  emailAddresses: ['ops@shop.example'],
  subject: {
    organizations: ['Example', 'Shop'],
    countries: ['NO'],
    serialNumber: '4711',
    postalCodes: ['0150'],
  },
  duration: '2160h',
  usages: ['server auth', 'client auth'],
};

/** The differences that a change of the spec makes to a request made before it. */
async function after(
  change: Partial<CertificateSpec>,
  before: CertificateSpec = full,
): Promise<readonly string[]> {
  const csr = decodeCsr(await createCsr(csrWantedFrom(before), key));
  const request: CertificateRequestSpec = {
    request: '',
    issuerRef: before.issuerRef,
    ...(before.duration !== undefined && { duration: before.duration }),
    ...(before.usages !== undefined && { usages: before.usages }),
  };
  return requestDifferences({ ...before, ...change }, request, csr);
}

describe('a request made for a spec', () => {
  it.each<[string, Partial<CertificateSpec>, readonly string[]]>([
    ['fits the same spec', {}, []],
    ['fits names in another order', { dnsNames: ['*.shop.example', 'shop.example'] }, []],
    ['fits another spelling of an address', { ipAddresses: ['2001:db8::1', '192.0.2.7'] }, []],
    ['fits another spelling of the duration', { duration: '2160h0m0s' }, []],
    ['fits usages in another order', { usages: ['client auth', 'server auth'] }, []],
    ['fits the issuer without its defaults', { issuerRef: { name: 'ca' } }, []],
    ['fits other outputs', { privateKey: { encoding: 'PKCS8' }, renewBefore: '1h' }, []],
    ['differs in DNS names', { dnsNames: ['shop.example'] }, ['spec.dnsNames']],
    ['differs in addresses', { ipAddresses: ['192.0.2.7'] }, ['spec.ipAddresses']],
    [
      'differs in URIs and mail addresses',
      { uris: [], emailAddresses: [] },
      ['spec.uris', 'spec.emailAddresses'],
    ],
    ['differs in the common name', { commonName: 'other.example' }, ['spec.commonName']],
    ['differs in the lifetime', { duration: '24h' }, ['spec.duration']],
    ['differs in usages', { usages: ['server auth'] }, ['spec.usages']],
    ['differs in being a CA', { isCA: true }, ['spec.isCA']],
    ['differs in the issuer', { issuerRef: { name: 'ca', kind: 'ClusterIssuer' } }, ['spec.issuerRef']],
    [
      'differs in the subject',
      { subject: { organizations: ['Example'], countries: ['NO'] } },
      ['spec.subject.serialNumber', 'spec.subject.organizations', 'spec.subject.postCodes'],
    ],
    [
      'differs in other names',
      { otherNames: [{ oid: '1.3.6.1.4.1.311.20.2.3', utf8Value: 'u@x' }] },
      ['spec.otherNames'],
    ],
  ])('%s', async (_, change, fields) => {
    expect(await after(change)).toEqual(fields);
  });
});

describe('a request made for a literal subject', () => {
  const { commonName: _name, subject: _subject, ...rest } = full;
  const literal = { ...rest, literalSubject: 'CN=shop,OU=web,O=Example' };

  it('fits it, and nothing else', async () => {
    expect(await after({}, literal)).toEqual([]);
    expect(await after({ literalSubject: 'CN=shop, OU=web, O=Example' }, literal)).toEqual([]);
    expect(await after({ literalSubject: 'CN=shop,O=Example,OU=web' }, literal)).toEqual([
      'spec.literalSubject',
    ]);
    expect(await after({ literalSubject: 'not a name' }, literal)).toEqual(['spec.literalSubject']);
  });
});
