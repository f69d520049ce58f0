import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findCondition } from '../../api/conditions.ts';
import { issuers } from '../../api/kinds.ts';
import { type TestController, certificateFor } from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';
import type { ClusterConnection } from '../../runtime/connect.ts';
import { type Mortal, dyingAfterWrite } from '../cluster/mortal-connection.ts';
import { type AcmeScene, dyingBeforeWrite, startAcmeScene } from './acme-scene.ts';

const namespace = 'shop';
let scene: AcmeScene;
let controller: TestController | undefined;

beforeAll(async () => {
  scene = await startAcmeScene(namespace, { retryAfterSeconds: { authz: 0, order: 0 } });
  controller = await scene.start();
  await scene.apply(scene.issuer('acme'));
  await waitFor('the issuer', async () => {
    const found = await scene.plane.admin.get(issuers, { namespace, name: 'acme' });
    return findCondition(found?.status?.conditions, 'Ready')?.status === 'True' || undefined;
  });
});

afterAll(async () => {
  await controller?.stop();
  await scene?.stop();
});

type Dying = (n: number, connection: ClusterConnection) => Mortal;

/** Kills a controller at its n-th write, and lets another one take over. */
async function killedAt(n: number, name: string, dies: Dying) {
  await controller?.stop();
  const ordersBefore = (await scene.acme.orders()).length;
  let mortal: Mortal | undefined;
  const dying = await scene.start({
    through(connection) {
      mortal = dies(n, connection);
      return mortal.connection;
    },
  });
  await scene.apply(certificateFor(name, { issuerRef: { name: 'acme' } }));
  await mortal?.died;
  await dying.stop();

  controller = await scene.start();
  await scene.ready(name);
  await scene.cleanedUp(name);
  return {
    orders: (await scene.acme.orders()).slice(ordersBefore),
    requests: (await scene.requests(name)).map(({ metadata }) => metadata.name),
  };
}

describe('a controller that is killed during an ACME issuance', () => {
  it.each([
    [1, 'the status that begins it'],
    [2, 'the private key'],
    [3, 'the request'],
    [4, 'its approval'],
    [5, 'the Order object'],
    [6, 'the URL of the order'],
    [7, 'the Challenge'],
    [8, 'the publication'],
    [9, 'the success of the proof'],
    [10, 'the end of the proof'],
    [11, 'the certificate in the Order'],
    [12, 'the one after that'],
    [13, 'the one after that'],
    [14, 'the one after that'],
    [15, 'the last but one'],
  ])('after write %i, about %s, has its work finished by its successor, with one order', async (n) => {
    const { orders, requests } = await killedAt(n, `killed-after-${n}`, dyingAfterWrite);

    expect(orders).toHaveLength(1);
    expect(requests).toEqual([`killed-after-${n}-1`]);
  });
});

describe('what a dead controller had done and told nobody', () => {
  it.each([
    [6, 'is an order that its successor finds at the CA', 'ordered'],
    [8, 'is a value in DNS that its successor publishes again and takes away', 'published'],
    [9, 'is a proof that its successor hears of', 'proven'],
    [11, 'is a certificate that its successor downloads', 'issued'],
  ])('before write %i %s', async (n, _what, name) => {
    const { orders, requests } = await killedAt(n, name, dyingBeforeWrite);

    expect(orders).toMatchObject([{ finalized: true }]);
    expect(requests).toEqual([`${name}-1`]);
  });
});
