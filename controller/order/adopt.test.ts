import { describe, expect, it } from 'vitest';

import type { CaOrder } from '../acme/answers.ts';
import type { AcmeClient } from '../acme/client.ts';
import { createAdoption } from './adopt.ts';

const url = (number: number) => `https://acme.example/order/${number}`;

function caOrder(number: number, status: CaOrder['status'], ...names: readonly string[]): CaOrder {
  return {
    url: url(number),
    status,
    identifiers: names.map((value) => ({ type: 'dns', value })),
    authorizations: [],
    finalizeUrl: `${url(number)}/finalize`,
  };
}

/** A CA with these orders; it counts what it is asked. */
function ca(...orders: readonly CaOrder[]) {
  const asked: string[] = [];
  const client: Partial<AcmeClient> = {
    orderUrls: () => Promise.resolve(orders.map((order) => order.url)),
    order(wanted) {
      asked.push(wanted);
      const found = orders.find((order) => order.url === wanted);
      return found === undefined ? Promise.reject(new Error('no such order')) : Promise.resolve(found);
    },
  };
  return { client: client as AcmeClient, asked };
}

const shop = {
  identifiers: [
    { type: 'dns', value: '*.shop.example' },
    { type: 'dns', value: 'shop.example' },
  ],
  spkiDigest: 'ours',
  claimed: () => false,
};

describe('looking for an order that a dead process placed', () => {
  it('finds the newest that waits, whatever the order and case of its names', async () => {
    const { client } = ca(
      caOrder(1, 'pending', 'shop.example', '*.shop.example'),
      caOrder(2, 'pending', 'SHOP.example', '*.shop.example'),
      caOrder(3, 'pending', 'other.example'),
    );

    expect((await createAdoption().find(client, shop))?.url).toBe(url(2));
  });

  it('leaves alone what another Order object has', async () => {
    const { client } = ca(caOrder(1, 'pending', 'shop.example', '*.shop.example'));

    expect(
      await createAdoption().find(client, { ...shop, claimed: (one) => one === url(1) }),
    ).toBeUndefined();
  });

  it.each(['invalid', 'processing'] as const)('leaves alone what is %s', async (status) => {
    const { client } = ca(caOrder(1, status, 'shop.example', '*.shop.example'));

    expect(await createAdoption().find(client, shop)).toBeUndefined();
  });

  it('lists and asks once, however many Orders are looked for', async () => {
    const { client, asked } = ca(caOrder(1, 'pending', 'other.example'));
    const adoption = createAdoption();
    await adoption.find(client, shop);
    await adoption.find(client, shop);

    expect(asked).toEqual([url(1)]);
  });

  it('finds nothing at a CA that does not list orders', async () => {
    const client = { orderUrls: () => Promise.resolve(undefined) } as Partial<AcmeClient>;

    expect(await createAdoption().find(client as AcmeClient, shop)).toBeUndefined();
  });
});
