import { describe, expect, it } from 'vitest';

import { csvRecord, detailAnnotations } from './details.ts';

const noSubject = {
  organizations: [],
  organizationalUnits: [],
  countries: [],
  provinces: [],
  localities: [],
  postalCodes: [],
  streetAddresses: [],
};

describe('the annotations that tell of a certificate', () => {
  it('always name common name, DNS names, addresses and URIs', () => {
    const leaf = {
      dnsNames: ['plain.example.com'],
      ipAddresses: [],
      uris: [],
      emailAddresses: [],
      subject: noSubject,
    };

    expect(detailAnnotations(leaf)).toEqual({
      'cert-manager.io/common-name': '',
      'cert-manager.io/alt-names': 'plain.example.com',
      'cert-manager.io/ip-sans': '',
      'cert-manager.io/uri-sans': '',
    });
  });

  it('tell of mail addresses and the subject when there are some, as in the recording', () => {
    const leaf = {
      commonName: 'full.example.com',
      dnsNames: ['full.example.com', '*.full.example.com'],
      ipAddresses: ['192.0.2.7'],
      uris: ['spiffe://example.com/full'],
      emailAddresses: ['ops@example.com'],
      subject: { ...noSubject, organizations: ['Example'], countries: ['NO'] },
    };

    expect(detailAnnotations(leaf)).toEqual({
      'cert-manager.io/common-name': 'full.example.com',
      'cert-manager.io/alt-names': 'full.example.com,*.full.example.com',
      'cert-manager.io/email-sans': 'ops@example.com',
      'cert-manager.io/ip-sans': '192.0.2.7',
      'cert-manager.io/subject-countries': 'NO',
      'cert-manager.io/subject-organizations': 'Example',
      'cert-manager.io/uri-sans': 'spiffe://example.com/full',
    });
  });
});

describe('a CSV record', () => {
  it.each([
    [['1725 Slough Avenue, Suite 200', '123 Example St'], '"1725 Slough Avenue, Suite 200",123 Example St'],
    [['say "hi"'], '"say ""hi"""'],
    [[' leading blank', 'plain'], '" leading blank",plain'],
    [['one', ''], 'one,'],
    [[], ''],
  ])('of %j is %s', (fields, record) => {
    expect(csvRecord(fields)).toBe(record);
  });
});
