import { describe, expect, it } from 'vitest';

import { isEncodableUri } from './uri.ts';

describe('a URI in a certificate', () => {
  it.each([
    'spiffe://cluster.local/ns/shop/sa/web',
    'https://shop.example:8443/a%20b?c=d#e',
    'https://user@shop.example/',
    'http://[::1]:80/',
    'http://10.0.0.1/',
    'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
    'file:///etc/hosts',
    'HTTPS://shop.example',
  ])('may be %s', (uri) => {
    expect(isEncodableUri(uri)).toBe(true);
  });

  it.each([
    'spiffe://td/ü',
    'spiffe://foo..bar/x',
    'http://example.com:80a',
    '::x',
    'http://[::1',
    'http://[10.0.0.1]/',
    'spiffe://td./x',
    'spiffe://td/a b',
    'spiffe://td/a|b',
    'spiffe://td/%zz',
    'not a uri',
    '/path',
    '',
  ])('may not be "%s"', (uri) => {
    expect(isEncodableUri(uri)).toBe(false);
  });
});
