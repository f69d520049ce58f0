import { describe, expect, it } from 'vitest';
import { isAllowed, matchesPattern } from './allowed.ts';
import { registeredDomain } from './registered-domain.ts';

describe('a pattern for namespaces', () => {
  it.each([
    ['team-a', 'team-a'],
    ['team-a', 'team-*'],
    ['team-a', '*'],
    ['a-b-c', 'a*b*c'],
    ['aa', 'a*a'],
  ])('takes %s for %s', (name, pattern) => {
    expect(matchesPattern(name, pattern)).toBe(true);
  });

  it.each([
    ['team-ab', 'team-a'],
    ['my-team-a', 'team-*'],
    ['a', 'a*a'],
    ['team-a', ''],
  ])('does not take %s for "%s"', (name, pattern) => {
    expect(matchesPattern(name, pattern)).toBe(false);
  });
});

describe('a tenant with the domain shop.example', () => {
  const allowed = (type: 'dns' | 'ip' | 'email' | 'uri', name: string): boolean =>
    isAllowed({ type, name }, ['.shop.example']);

  it.each([
    ['dns', 'SHOP.example'],
    ['dns', '*.eu.shop.example'],
    ['email', 'ann@eu.shop.example'],
    ['uri', 'spiffe://shop.example/cart'],
    ['uri', 'https://ann@shop.example:8443/'],
  ] as const)('may have the %s name %s', (type, name) => {
    expect(allowed(type, name)).toBe(true);
  });

  it.each([
    ['dns', 'workshop.example'],
    ['dns', 'example'],
    ['dns', 'shop.example.evil.example'],
    ['email', '"shop.example"@bank.example'],
    ['uri', 'https://shop.example@bank.example/'],
    ['uri', 'urn:shop.example'],
    ['ip', '192.0.2.7'],
  ] as const)('may not have the %s name %s', (type, name) => {
    expect(allowed(type, name)).toBe(false);
  });

  it('may have nothing when the list is empty', () => {
    expect(isAllowed({ type: 'dns', name: 'shop.example' }, [])).toBe(false);
    expect(isAllowed({ type: 'dns', name: 'shop.example' }, ['.', '*.'])).toBe(false);
  });
});

describe('the registered domain', () => {
  it.each([
    ['a.b.shop.example', 'shop.example'],
    ['*.Shop.co.uk', 'shop.co.uk'],
    ['shop.de', 'shop.de'],
    ['com.de', 'com.de'],
    ['*.Shop.example.', 'shop.example'],
    ['me.github.io', 'me.github.io'],
    ['shop', 'shop'],
  ])('of %s is %s', (name, domain) => {
    expect(registeredDomain(name)).toBe(domain);
  });
});
