import { describe, expect, it } from 'vitest';

import { answer } from './answer.ts';

const proof = { domain: 'shop.example', token: 'token-of-shop', key: 'token-of-shop.thumbprint' };
const path = '/.well-known/acme-challenge/token-of-shop';

describe('a solver Pod for shop.example', () => {
  it.each([
    ['its name', 'shop.example', path],
    ['its name with a port', 'shop.example:8089', path],
    ['its name in capitals', 'SHOP.example', path],
    ['its name, with a query behind the token', 'shop.example', `${path}?from=ca`],
  ])('gives the key to who asks under %s', (_, host, url) => {
    expect(answer(proof, { host, url })).toEqual({ status: 200, body: proof.key });
  });

  it.each([
    ['another name', 'other.example', path],
    ['another token', 'shop.example', '/.well-known/acme-challenge/other'],
    ['another directory', 'shop.example', '/token-of-shop'],
    ['something below the token', 'shop.example', `${path}/more`],
    ['no name', '', path],
  ])('has nothing under %s', (_, host, url) => {
    expect(answer(proof, { host, url })).toEqual({ status: 404, body: '' });
  });

  it.each(['/', '/healthz', '/healthz?verbose'])(
    'says at %s that it is alive, whoever asks: load balancers do',
    (url) => {
      expect(answer(proof, { host: '10.0.0.1:8089', url })).toEqual({ status: 200, body: '' });
    },
  );

  it.each(['[2001:db8::1]', '[2001:db8::1]:8089', '2001:db8::1'])(
    'answers for an IPv6 address when the host is %s',
    (host) => {
      const address = { ...proof, domain: '2001:db8::1' };

      expect(answer(address, { host, url: path })).toEqual({ status: 200, body: proof.key });
    },
  );
});
