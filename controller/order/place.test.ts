import { describe, expect, it } from 'vitest';

import type { CaAuthorization, CaOrder } from '../acme/answers.ts';
import { failureFromProblem } from '../acme/classify.ts';
import type { AcmeClient, OrderWanted } from '../acme/client.ts';
import { identifiersKey, identifiersOf } from './identifiers.ts';
import { checkProfile, newOrder, orderWanted, readAuthorizations } from './place.ts';

const issuerRef = { name: 'acme' };
const now = new Date('2026-01-01T12:00:00Z');

describe('what a CA is asked to certify', () => {
  it('is every name once, sorted, the common name among them', () => {
    const spec = {
      request: '',
      issuerRef,
      commonName: 'a.example',
      dnsNames: ['b.example', '*.b.example', 'b.example'],
      ipAddresses: ['192.0.2.1'],
    };

    expect(identifiersOf(spec)).toEqual([
      { type: 'dns', value: '*.b.example' },
      { type: 'dns', value: 'a.example' },
      { type: 'dns', value: 'b.example' },
      { type: 'ip', value: '192.0.2.1' },
    ]);
  });

  it('is the same in whatever order and case a CA repeats it', () => {
    const one = identifiersOf({ request: '', issuerRef, dnsNames: ['A.example', 'b.example'] });
    const other = identifiersOf({ request: '', issuerRef, dnsNames: ['b.example', 'a.example'] });

    expect(identifiersKey(one)).toBe(identifiersKey(other));
  });

  it('ends when the Order says so, and has the profile that the issuer wants', () => {
    const spec = { request: '', issuerRef, dnsNames: ['a.example'], duration: '24h0m0s', profile: 'short' };

    expect(orderWanted(spec, now)).toEqual({
      identifiers: [{ type: 'dns', value: 'a.example' }],
      notAfter: '2026-01-02T12:00:00Z',
      profile: 'short',
    });
  });
});

describe('an order that replaces a certificate', () => {
  const wanted = { identifiers: [{ type: 'dns', value: 'a.example' }], replaces: 'aYhba4dG.AIdlQyE' };

  /** A CA that refuses every order that replaces something, with a problem of that word. */
  function refusing(word: string, status = 400) {
    const asked: OrderWanted[] = [];
    const type = `urn:ietf:params:acme:error:${word}`;
    const client: Partial<AcmeClient> = {
      newOrder: (order) => {
        asked.push(order);
        if (order.replaces === undefined) return Promise.resolve({ url: 'https://ca/1' } as CaOrder);
        return Promise.reject(failureFromProblem({ type, status, detail: 'no', subproblems: [] }));
      },
    };
    return { client: client as AcmeClient, asked };
  }

  it.each([
    ['alreadyReplaced', 409],
    ['malformed', 400],
    ['serverInternal', 500],
  ])('is placed without saying so when the CA answers %s', async (word, status) => {
    const { client, asked } = refusing(word, status);

    expect((await newOrder(client, wanted)).url).toBe('https://ca/1');
    expect(asked).toEqual([wanted, { identifiers: wanted.identifiers }]);
  });

  it.each([
    ['rateLimited', 429],
    ['rejectedIdentifier', 400],
  ])('is not placed again when it answers %s', async (word, status) => {
    const { client, asked } = refusing(word, status);

    await expect(newOrder(client, wanted)).rejects.toThrow(word);
    expect(asked).toEqual([wanted]);
  });
});

describe('a profile', () => {
  function offering(profiles: readonly string[] | undefined): AcmeClient {
    return { profiles: () => Promise.resolve(profiles) } as Partial<AcmeClient> as AcmeClient;
  }

  it.each([
    [['short', 'long'], 'short'],
    [undefined, undefined],
    [undefined, ''],
  ])('of the offer %j may be %s', async (offer, wanted) => {
    await expect(checkProfile(offering(offer), wanted)).resolves.toBeUndefined();
  });

  it.each([
    [['long'], 'it offers long'],
    [undefined, 'it has no profiles'],
  ])('that is not in the offer %j is refused before anything is ordered', async (offer, words) => {
    await expect(checkProfile(offering(offer), 'short')).rejects.toMatchObject({
      retry: false,
      message: `the ACME server does not offer the profile "short": ${words}`,
    });
  });
});

describe('authorizations as an Order remembers them', () => {
  it.each([
    ['pending', 'pending'],
    ['valid', 'valid'],
    ['deactivated', 'invalid'],
  ])('say %s as %s', async (status, initialState) => {
    const authorization: CaAuthorization = {
      url: 'https://acme.example/authorization/1',
      status,
      identifier: { type: 'dns', value: 'a.example' },
      wildcard: true,
      challenges: [
        { type: 'dns-01', url: 'https://acme.example/challenge/1', token: 't', status: 'pending' },
      ],
    };
    const client = {
      authorization: () => Promise.resolve(authorization),
    } as Partial<AcmeClient> as AcmeClient;

    expect(await readAuthorizations(client, [authorization.url])).toEqual([
      {
        url: authorization.url,
        identifier: 'a.example',
        wildcard: true,
        initialState,
        challenges: [{ type: 'dns-01', url: 'https://acme.example/challenge/1', token: 't' }],
      },
    ]);
  });
});
