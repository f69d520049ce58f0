import { describe, expect, it } from 'vitest';

import type { ChallengeSpec } from '../../api/challenge/challenge.ts';
import { challengeName, orderName } from './names.ts';

describe('the name of an Order', () => {
  it("is upstream's, from its own test", () => {
    const issuerRef = { name: 'test-issuer', kind: 'Issuer', group: 'cert-manager.io' };
    const spec = { request: '', issuerRef, commonName: 'example.com', dnsNames: ['example.com', 'foo.com'] };

    expect(orderName('test-cr', spec)).toBe('test-cr-1733622556');
  });

  it.each([
    ['pair-1', ['pair.dns01.example.com', '*.pair.dns01.example.com'], 'pair-1-1878512845'],
    ['refused-by-ca-1', ['google.com'], 'refused-by-ca-1-134641165'],
    ['self-check-1', ['nowhere.example.org'], 'self-check-1-3063414481'],
    ['one-1', ['one.ingress-nginx.http01.example.com'], 'one-1-1128918615'],
  ])('of %s is the one that upstream gave it in the recording', (request, dnsNames, name) => {
    expect(orderName(request, { request: 'whatever', issuerRef: { name: 'acme' }, dnsNames })).toBe(name);
  });

  it('tells long names of requests apart although it shows only their beginning', () => {
    const spec = { request: '', issuerRef: { name: 'acme' }, dnsNames: ['a.example'] };
    const long = 'a-certificate-with-a-name-that-goes-on-and-on-and-on-and-on';

    expect(orderName(`${long}-1`, spec)).not.toBe(orderName(`${long}-2`, spec));
  });
});

describe('the name of a Challenge', () => {
  const spec: ChallengeSpec = {
    url: 'http://chalurl',
    authorizationURL: 'http://authzurl',
    dnsName: 'test.com',
    wildcard: false,
    type: 'HTTP-01',
    token: 'token',
    key: 'the key does not matter',
    solver: { http01: { ingress: {} }, selector: { dnsNames: ['test.com'] } },
    issuerRef: { name: 'testissuer', kind: 'Issuer', group: 'cert-manager.io' },
  };

  it("is upstream's, from its own test", () => {
    expect(challengeName('testorder', spec)).toBe('testorder-2580184217');
  });
});
