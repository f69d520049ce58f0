import { execFileSync } from 'node:child_process';

import { describe, expect, it } from 'vitest';

import { decodeBundle, decodeCertificate } from './certificate.ts';
import { spkiDigest } from './key.ts';
import { writePem } from './pem.ts';

/** A self-signed certificate by openssl, its key thrown away. */
function opensslCertificate(...args: readonly string[]): string {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '/dev/null'];
  return execFileSync('openssl', ['req', '-x509', ...key, ...args], { encoding: 'utf8', stdio: 'pipe' });
}

describe('a certificate that openssl made', () => {
  const pem = opensslCertificate(
    '-subj',
    '/C=NO/ST=Oslo/L=Oslo/O=Shop/OU=Web/OU=Ops/CN=shop.example/serialNumber=7/postalCode=0150/street=A 1',
    '-utf8',
    '-set_serial',
    '0x00deadbeef',
    '-days',
    '10000',
    '-addext',
    'keyUsage=critical,keyCertSign,digitalSignature',
    '-addext',
    'subjectAltName=DNS:a.example,DNS:*.a.example,IP:10.0.0.1,IP:2001:db8::1,email:a@b.example,URI:spiffe://td/x,otherName:1.2.3;UTF8:y,otherName:1.2.4;IA5:x',
  );
  const facts = decodeCertificate(pem);

  it('reads with its names', () => {
    expect(facts).toMatchObject({
      commonName: 'shop.example',
      subject: {
        serialNumber: '7',
        countries: ['NO'],
        provinces: ['Oslo'],
        localities: ['Oslo'],
        organizations: ['Shop'],
        organizationalUnits: ['Web', 'Ops'],
        postalCodes: ['0150'],
        streetAddresses: ['A 1'],
      },
      dnsNames: ['a.example', '*.a.example'],
      ipAddresses: ['10.0.0.1', '2001:db8::1'],
      emailAddresses: ['a@b.example'],
      uris: ['spiffe://td/x'],
      otherNames: [{ oid: '1.2.3', utf8Value: 'y' }],
    });
  });

  it('reads with its times, which lie on both sides of 2050', () => {
    expect(facts.notAfter.getTime() - facts.notBefore.getTime()).toBe(10_000 * 24 * 3600 * 1000);
    expect(Math.abs(Date.now() - facts.notBefore.getTime())).toBeLessThan(60_000);
    expect(facts.notAfter.getUTCFullYear()).toBeGreaterThan(2050);
  });

  it('reads with its serial, key and key identifiers', () => {
    expect(facts.serial).toBe('deadbeef');
    expect(facts.isCa).toBe(true);
    expect(facts.spkiDigest).toBe(spkiDigest(facts.publicKey));
    expect(facts.subjectKeyId).toMatch(/^[0-9a-f]{40}$/);
    expect(facts.authorityKeyId).toBe(facts.subjectKeyId);
    expect(facts.issuerDer).toEqual(facts.subjectDer);
  });

  it('reads the same from PEM, from bytes of PEM and from DER', () => {
    expect(facts.pem).toBe(pem);
    expect(decodeCertificate(Buffer.from(pem))).toEqual(facts);
    expect(decodeCertificate(facts.der)).toEqual(facts);
  });
});

describe('a bundle', () => {
  const [one, other] = [opensslCertificate('-subj', '/CN=one'), opensslCertificate('-subj', '/CN=other')];

  it('reads in its order', () => {
    expect(decodeBundle(`one\n${one}\n\n${other}`).map(({ commonName }) => commonName)).toEqual([
      'one',
      'other',
    ]);
  });

  it('gives its first certificate to those who ask for one', () => {
    expect(decodeCertificate(one + other).commonName).toBe('one');
  });

  it.each([
    ['empty', '', 'error decoding certificate PEM block'],
    ['not PEM', 'hello', 'error decoding certificate PEM block'],
    [
      'with a key in it',
      `${one}-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n`,
      'error decoding certificate PEM block: its label is not CERTIFICATE',
    ],
    [
      'of something else',
      writePem('CERTIFICATE', Buffer.from('0500', 'hex')),
      'error decoding certificate: it is not a certificate in DER',
    ],
    ['too large', ' '.repeat(95_001), 'provided PEM data was larger than the maximum 95000B'],
  ])('is refused when it is %s', (_, text, message) => {
    expect(() => decodeBundle(text)).toThrow(
      expect.objectContaining({ reason: 'InvalidCertificate', message }),
    );
  });

  it('may be larger where the caller says so', () => {
    expect(decodeBundle(one + ' '.repeat(95_001), 330_000)).toHaveLength(1);
  });
});

describe('a damaged certificate', () => {
  it('is read or refused, never worse', () => {
    const { der } = decodeCertificate(
      opensslCertificate('-subj', '/CN=a', '-addext', 'subjectAltName=IP:::1,DNS:a'),
    );
    const outcomes = Array.from(der.keys(), (at) => {
      const copy = Buffer.from(der);
      copy[at] = (copy[at] ?? 0) ^ 0x21;
      try {
        return typeof decodeCertificate(copy).serial;
      } catch (error) {
        return (error as { reason?: string }).reason;
      }
    });

    expect(new Set(outcomes)).toEqual(new Set(['string', 'InvalidCertificate']));
  });
});
