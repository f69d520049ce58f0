import type { IncomingHttpHeaders } from 'node:http';

import { afterEach, describe, expect, it } from 'vitest';

import { type Listener, startListener } from '../../test/fakes/listener.ts';
import { ManualClock } from '../../test/build/manual-clock.ts';
import { createVaultClient } from './client.ts';
import { createVaultTransport } from './transport.ts';

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const listeners: Listener[] = [];

afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.stop();
});

const login: Reply = { body: { auth: { client_token: 'hvs.held', lease_duration: 3600 } } };
const signed: Reply = { body: { data: { certificate: 'leaf', ca_chain: ['ca'], issuing_ca: 'ca' } } };

/** A server that answers each path as it is told, and a client that logs in to it by AppRole. */
async function clientOf(replies: Readonly<Record<string, Reply>>) {
  const asked: { readonly line: string; readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const listener = await startListener({}, ({ request, url, body }) => {
    asked.push({
      line: `${request.method} ${url.pathname}`,
      headers: request.headers,
      body: body.toString(),
    });
    return Promise.resolve(
      replies[url.pathname.replace('/v1/', '')] ?? { status: 404, body: { errors: [] } },
    );
  });
  listeners.push(listener);
  const clock = new ManualClock('2026-01-01T12:00:00Z');
  const transport = createVaultTransport({ server: `${listener.url}/`, trust: {}, userAgent: 'test', clock });
  const client = createVaultClient({
    transport,
    loginTransport: transport,
    namespace: 'team',
    clock,
    credentials: () =>
      Promise.resolve({
        is: 'login',
        path: 'auth/approle/login',
        body: { role_id: 'web', secret_id: 's3cret' },
        advice: 'check it',
      }),
  });
  return { client, asked, url: listener.url };
}

describe('a Vault', () => {
  it('is asked to sign with a token, in the namespace of the issuer', async () => {
    const { client, asked } = await clientOf({ 'auth/approle/login': login, 'pki/sign/web': signed });

    expect(await client.sign('pki/sign/web', { csr: 'csr' })).toEqual({
      certificate: 'leaf',
      chain: ['ca', 'ca'],
    });
    expect(asked.map(({ line }) => line)).toEqual(['POST /v1/auth/approle/login', 'POST /v1/pki/sign/web']);
    expect(asked[0]?.headers['x-vault-token']).toBeUndefined();
    expect(asked[1]?.headers).toMatchObject({
      'x-vault-token': 'hvs.held',
      'x-vault-namespace': 'team',
      'x-vault-request': 'true',
    });
  });

  it.each([200, 429, 472, 473])(
    'is well when it says %i, of itself and not of a namespace',
    async (status) => {
      const { client, asked } = await clientOf({ 'sys/health': { status, body: {} } });
      await client.health();

      expect(asked[0]?.headers['x-vault-namespace']).toBeUndefined();
    },
  );

  it.each([
    [501, 'Vault is not initialized'],
    [503, 'Vault is sealed'],
  ])('is not well when it says %i', async (status, message) => {
    const { client } = await clientOf({ 'sys/health': { status, body: {} } });

    await expect(client.health()).rejects.toMatchObject({ retry: true, message });
  });

  it('is followed to the active node, once', async () => {
    const { client, asked } = await clientOf({
      'auth/approle/login': login,
      'pki/sign/web': { status: 307, headers: { location: '/v1/active/sign' }, body: '' },
      'active/sign': signed,
    });

    expect((await client.sign('pki/sign/web', {})).certificate).toBe('leaf');
    expect(asked.at(-1)?.headers['x-vault-token']).toBe('hvs.held');
  });

  it('that refuses a login never gets what was to be logged in with into a text', async () => {
    const refusal = { status: 400, body: { errors: ['invalid role or secret ID'] } };
    const { client, url } = await clientOf({ 'auth/approle/login': refusal });

    await expect(client.logIn()).rejects.toMatchObject({
      retry: true,
      message: `Post "${url}/v1/auth/approle/login": invalid role or secret ID (400): check it`,
    });
  });

  it('whose path does not sign is told from one that does', async () => {
    const { client } = await clientOf({
      'auth/approle/login': login,
      'pki/roles/web': { body: { data: {} } },
    });

    await expect(client.sign('pki/roles/web', {})).rejects.toMatchObject({
      retry: false,
      message: expect.stringContaining('set spec.vault.path of the issuer to <mount>/sign/<role>') as string,
    });
  });
});
