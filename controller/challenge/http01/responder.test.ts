import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createStore } from '../../../runtime/memory-store.ts';
import { challenge } from '../../../test/build/challenge.ts';
import { http01Challenge } from '../../../test/build/http01-challenge.ts';
import { responderHandler, responderIndexes } from './responder.ts';

const path = '/.well-known/acme-challenge/token-of-shop';

describe('the responder', () => {
  const store = createStore(responderIndexes);
  const server = createServer(responderHandler(store));

  beforeAll(async () => {
    store.replaceAll([http01Challenge(), challenge({ name: 'by-dns' })], '1');
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  async function got(host: string, at: string) {
    const { port } = server.address() as AddressInfo;
    const answer = await request(`http://127.0.0.1:${port}${at}`, { headers: { host } });
    return { status: answer.statusCode, text: await answer.body.text() };
  }

  it('gives the key of a Challenge to who asks under its name', async () => {
    expect(await got('shop.example', path)).toEqual({ status: 200, text: 'token-of-shop.thumbprint' });
  });

  it.each([
    ['another name', 'other.example', path],
    ['another token', 'shop.example', '/.well-known/acme-challenge/other'],
    ['another path', 'shop.example', '/token-of-shop'],
    ['no token', 'shop.example', '/.well-known/acme-challenge/'],
    ['an empty name', '', '/.well-known/acme-challenge/'],
  ])('has nothing under %s', async (_, host, at) => {
    expect(await got(host, at)).toEqual({ status: 404, text: '' });
  });

  it('says that it is alive, whoever asks', async () => {
    expect(await got('10.0.0.1', '/healthz')).toEqual({ status: 200, text: '' });
  });

  it('forgets the key when the proof is over', async () => {
    const proven = http01Challenge();
    const metadata = { ...proven.metadata, resourceVersion: '2' };
    store.replaceAll([{ ...proven, metadata, status: { state: 'valid' } }], '2');

    expect(await got('shop.example', path)).toEqual({ status: 404, text: '' });
  });
});
