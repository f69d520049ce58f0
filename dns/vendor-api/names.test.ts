import { describe, expect, it } from 'vitest';
import { asciiName, possibleZones, relativeName } from './names.ts';

describe('names', () => {
  it.each([
    ['_acme-challenge.例子.中国.', '_acme-challenge.xn--fsqu00a.xn--fiqs8s'],
    ['_Acme-Challenge.Shop.Example', '_acme-challenge.shop.example'],
    ['@', '@'],
  ])('are compared as DNS has them: %s', (name, ascii) => {
    expect(asciiName(name)).toBe(ascii);
  });

  it.each([
    ['_acme-challenge.www.shop.example.', 'shop.example.', '_acme-challenge.www'],
    ['_acme-challenge.Shop.example.', 'shop.EXAMPLE.', '_acme-challenge'],
    ['shop.example.', 'shop.example.', '@'],
    ['_acme-challenge.xn--fsqu00a.xn--fiqs8s.', '例子.中国.', '_acme-challenge'],
    ['_acme-challenge.myshop.example.', 'shop.example.', undefined],
    ['shop.example.', '.', undefined],
  ])('are cut at the zone, between labels: %s in %s', (fqdn, zone, relative) => {
    expect(relativeName(fqdn, zone)).toBe(relative);
  });

  it('may lie in every zone above them but the top-level one', () => {
    expect(possibleZones('_acme-challenge.www.shop.cn.')).toEqual([
      '_acme-challenge.www.shop.cn',
      'www.shop.cn',
      'shop.cn',
    ]);
  });
});
