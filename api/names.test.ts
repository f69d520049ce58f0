import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { adler32, computeName, fnv1_32, goJson, goMap, secureName, shorten } from './names.ts';

const issuerRef = { name: 'test-issuer', kind: 'Issuer', group: 'cert-manager.io' };

describe('names that are derived as upstream derives them', () => {
  it('hashes with FNV-1, not FNV-1a', () => {
    const spec = { commonName: 'unit.test.jetstack.io', secretName: '', issuerRef: { name: '' } };

    expect(fnv1_32(goJson(spec))).toBe(1_683_025_094);
  });

  it('names an Order after its CertificateRequest and what is ordered', () => {
    const order = {
      request: null,
      issuerRef,
      commonName: 'example.com',
      dnsNames: ['example.com', 'foo.com'],
    };

    expect(computeName('test-cr', goJson(order))).toBe('test-cr-1733622556');
  });

  it('names a Challenge after its Order and what is to be proven', () => {
    const challenge = {
      url: 'http://chalurl',
      authorizationURL: 'http://authzurl',
      dnsName: 'test.com',
      wildcard: false,
      type: 'HTTP-01',
      token: 'token',
      key: '',
      solver: { selector: { dnsNames: ['test.com'] }, http01: { ingress: {} } },
      issuerRef: { ...issuerRef, name: 'testissuer' },
    };

    expect(computeName('testorder', goJson(challenge))).toBe('testorder-2580184217');
  });

  it('labels HTTP-01 objects with the Adler-32 of domain and token', () => {
    expect(adler32('example.com')).toBe(446_694_490);
    expect(adler32('token')).toBe(108_921_378);
  });
});

describe('shortening', () => {
  it('leaves a name alone that is shorter than the limit', () => {
    expect(shorten('a'.repeat(51), 52)).toBe('a'.repeat(51));
  });

  it('cuts at the limit when a letter or digit stands there', () => {
    expect(shorten('a'.repeat(60), 52)).toBe('a'.repeat(52));
  });

  it('cuts further back when a dot or dash stands at the end, even in a name of just that length', () => {
    expect(shorten(`${'a'.repeat(49)}.-.-b`, 52)).toBe('a'.repeat(49));
    expect(shorten(`${'a'.repeat(51)}-`, 52)).toBe('a'.repeat(51));
  });
});

describe('names that leave room for a revision', () => {
  it('keeps up to 233 characters', () => {
    expect(secureName('a'.repeat(233))).toBe('a'.repeat(233));
  });

  it('cuts a longer one to 168 and appends the SHA-256 of the whole', () => {
    expect(secureName('a'.repeat(234))).toMatch(/^a{168}-[0-9a-f]{64}$/);
  });

  it('never exceeds 233 characters and keeps different names different', () => {
    const name = fc.stringMatching(/^[a-z0-9.-]{1,253}$/);
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(secureName(one).length).toBeLessThanOrEqual(233);
        expect(secureName(one) === secureName(other)).toBe(one === other);
      }),
    );
  });
});

describe('JSON as Go writes it', () => {
  it('escapes the characters that mean something in HTML, and the line separators', () => {
    expect(goJson({ name: '<a&b>\u2028\n' })).toBe('{"name":"\\u003ca\\u0026b\\u003e\\u2028\\n"}');
  });

  it('sorts maps by the bytes of their keys', () => {
    expect(goJson(goMap({ b: 1, a: 2, B: 3, 'a/b': 4 }))).toBe('{"B":3,"a":2,"a/b":4,"b":1}');
  });
});
