import { describe, expect, it } from 'vitest';

import { isUrl, uriProblem } from './uris.ts';

describe('a URI that a certificate can hold', () => {
  it.each([
    'spiffe://cluster.local/ns/web/sa/shop',
    'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
    'https://[2001:db8::7]:8443/a%20b?c=d#e',
    'https://ops@Shop.Example/',
    'mailto:ops@shop.example',
    'file:///etc/hosts',
    'https://shop.example?',
    'a:b',
  ])('is %s', (uri) => {
    expect(uriProblem(uri)).toBeUndefined();
  });
});

describe('a URI that cannot be, or would not stay as it is', () => {
  it.each([
    ['spiffe://td/\u00fc', 'ASCII'],
    ['', 'ASCII'],
    ['not a uri', 'absolute'],
    ['shop.example/web', 'absolute'],
    ['://shop', 'absolute'],
    ['::x', 'absolute'],
    ['spiffe://td/a b', 'percent-encode'],
    ['spiffe://td/a|b', 'percent-encode'],
    ['spiffe://td/%zz', 'percent-encode'],
    ['HTTPS://shop.example', 'lower case: "https"'],
    ['http://shop.example#', 'empty fragment'],
    ['http://shop.example/#a#b', 'second "#"'],
    ['spiffe://shop..example/x', 'empty labels'],
    ['spiffe://shop./x', 'empty labels'],
    ['http://[::1', 'host'],
    ['http://shop.example:80a', 'port'],
    ['http://a!b@shop.example', 'before the "@"'],
    ['http://', 'host or a path'],
    ['http://?q', 'host or a path'],
  ])('is %j: %s', (uri, words) => {
    expect(uriProblem(uri)).toContain(words);
  });
});

describe('a URL', () => {
  it.each([
    ['https://acme.example/directory', true],
    ['HTTPS://acme.example', true],
    ['ldap://ca.example/cn=crl?x', false],
    ['acme.example', false],
    ['https:acme.example', false],
    ['https://', false],
    ['https://a b', false],
  ])('%j for the web: %s', (text, expected) => {
    expect(isUrl(text, ['https', 'http'])).toBe(expected);
  });
});
