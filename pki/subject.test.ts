import { fc, it as given } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { readDer, tag } from './der.ts';
import { decodeName, decodeRdns, encodeName, nameFrom } from './name.ts';
import {
  attributeOids,
  commonNameOf,
  parseDistinguishedName,
  printDistinguishedName,
  type Rdn,
} from './subject.ts';

const { CN, O, OU, C, UID } = attributeOids;

describe('a distinguished name in text', () => {
  it.each<[string, readonly Rdn[]]>([
    ['', []],
    ['CN=a', [[{ oid: CN, value: 'a' }]]],
    [
      'CN=shop.example, O = Shop + OU=Web ,C=NO',
      [
        [{ oid: CN, value: 'shop.example' }],
        [
          { oid: O, value: 'Shop' },
          { oid: OU, value: 'Web' },
        ],
        [{ oid: C, value: 'NO' }],
      ],
    ],
    [String.raw`O=Sue\, Grabbit and Runn`, [[{ oid: O, value: 'Sue, Grabbit and Runn' }]]],
    [String.raw`CN=Lu\C4\8Di\C4\87`, [[{ oid: CN, value: 'Lučić' }]]],
    [String.raw`CN=a\2C\E2\82\AC`, [[{ oid: CN, value: 'a,€' }]]],
    [String.raw`CN=a\+b`, [[{ oid: CN, value: 'a+b' }]]],
    [String.raw`CN=\ a\  `, [[{ oid: CN, value: ' a ' }]]],
    [String.raw`CN=a\\ `, [[{ oid: CN, value: 'a\\' }]]],
    [String.raw`CN=\#a=b`, [[{ oid: CN, value: '#a=b' }]]],
    ['1.3.6.1.4.1.1466.0=#04024869', [[{ oid: '1.3.6.1.4.1.1466.0', value: 'Hi' }]]],
    ['UID=jsmith;O=x', [[{ oid: UID, value: 'jsmith' }], [{ oid: O, value: 'x' }]]],
    ['CN=a<b>"c"', [[{ oid: CN, value: 'a<b>"c"' }]]],
    ['CN=,O=x', [[{ oid: CN, value: '' }], [{ oid: O, value: 'x' }]]],
  ])('is read: %s', (text, rdns) => {
    expect(parseDistinguishedName(text)).toEqual(rdns);
  });

  const types =
    'must be one of C, O, OU, CN, SERIALNUMBER, L, ST, STREET, DC, UID, or a dotted object identifier';
  const attribute = 'is not an attribute: must be a type, "=", and a value, as in CN=example.com';

  it.each([
    ['CN', `"CN" ${attribute}`],
    ['CN=a,', `"" ${attribute}`],
    ['cn=a', `"cn" is not an attribute type: ${types}`],
    ['3.5=x,CN=a', `"3.5" is not an attribute type: ${types}`],
    ['2=x,CN=a', `"2" is not an attribute type: ${types}`],
    [String.raw`CN=\FF`, 'the escaped bytes are not valid UTF-8'],
    [String.raw`CN=a\x`, 'a backslash must stand before a special character or two hexadecimal digits'],
    ['CN=a\\', 'ends in a backslash with nothing after it'],
    ['CN=#04', 'a value after "#" must be the DER of a string'],
    ['CN=#0', 'a value after "#" must be pairs of hexadecimal digits'],
    ['CN=\ud800', 'is not valid Unicode'],
  ])('is refused: %s', (text, message) => {
    expect(() => parseDistinguishedName(text)).toThrow(
      expect.objectContaining({ reason: 'InvalidLiteralSubject', message }),
    );
  });

  it('has its first common name for the one', () => {
    expect(commonNameOf(parseDistinguishedName('O=x,CN=a,CN=b'))).toBe('a');
  });

  it('of a million spaces is read in no time', () => {
    const value = `a${' '.repeat(1_000_000)}b`;

    expect(parseDistinguishedName(`CN=${value} `)).toEqual([[{ oid: CN, value }]]);
  });

  const attributes = fc.record({
    oid: fc.constantFrom(...Object.values(attributeOids), '2.5.4.17', '1.2.840.113549.1.9.1'),
    value: fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(' ', '#', '+', ',', ';', '<', '>', '=', '"', '\\', '\0', 'a', 'é') }),
    ),
  });
  const names = fc.array(fc.array(attributes, { minLength: 1, maxLength: 3 }));

  given.prop([names])('reads back as it was printed', (rdns) => {
    expect(parseDistinguishedName(printDistinguishedName(rdns))).toEqual(rdns);
  });

  given.prop([names])(
    'reads back from DER, the members of an RDN in the order of their encodings',
    (rdns) => {
      const der = encodeName(rdns);

      const read = decodeRdns(readDer(der, tag.sequence));

      expect(encodeName(read)).toEqual(der);
      expect(read.map((rdn) => new Set(rdn.map((one) => JSON.stringify(one))))).toEqual(
        rdns.map((rdn) => new Set(rdn.map((one) => JSON.stringify(one)))),
      );
    },
  );
});

describe('the name of spec.commonName and spec.subject', () => {
  const subject = {
    serialNumber: '42',
    organizations: ['Shop', 'Bank'],
    organizationalUnits: ['Web'],
    countries: ['NO'],
    provinces: ['Viken'],
    localities: ['Oslo'],
    postalCodes: ['0150'],
    streetAddresses: ['Karl Johans gate 1'],
  };

  it('is written with the serial number first and several values of one kind in one RDN', () => {
    expect(printDistinguishedName(nameFrom({ ...subject, postalCodes: [] }, 'shop.example'))).toBe(
      'SERIALNUMBER=42,CN=shop.example,STREET=Karl Johans gate 1,ST=Viken,L=Oslo,OU=Web,O=Shop+O=Bank,C=NO',
    );
  });

  it('reads back from DER', () => {
    const read = decodeName(readDer(encodeName(nameFrom(subject, 'shop.example')), tag.sequence));

    expect(read).toEqual({
      commonName: 'shop.example',
      subject: { ...subject, organizations: ['Bank', 'Shop'] }, // a SET OF is sorted
    });
  });

  it('is empty when nothing is stated', () => {
    expect(nameFrom({ organizations: [] }, '')).toEqual([]);
  });
});
