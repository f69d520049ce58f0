import { describe, expect, it } from 'vitest';

import type { VaultIssuer } from '../../api/issuer/issuer.ts';
import type { KubeObject } from '../../api/resource.ts';
import { ApiError } from '../../runtime/api-error.ts';
import { secret } from '../../test/build/secret.ts';
import { credentialsFor } from './logins.ts';

const server = 'https://vault.example:8200';
const credentials = secret({ name: 'vault', text: { token: 'jwt-or-token\n', id: 's3cret\n' } });

interface Asked {
  readonly path: string;
  readonly body: unknown;
}

/** Reads the credentials of an issuer `web/vault` in a small cluster that hands out tokens, or refuses to. */
async function read(
  auth: VaultIssuer['auth'],
  { kind = 'Issuer', refused = undefined as ApiError | undefined } = {},
) {
  const asked: Asked[] = [];
  const found = await credentialsFor({
    cluster: {
      get: <T extends KubeObject>() => Promise.resolve(credentials as unknown as T),
      request<Answer>(_method: string, path: string, { body }: { readonly body?: unknown } = {}) {
        asked.push({ path, body });
        if (refused !== undefined) return Promise.reject(refused);
        return Promise.resolve({ status: { token: 'short-lived' } } as Answer);
      },
    },
    owner: {
      issuer: { metadata: kind === 'Issuer' ? { name: 'vault', namespace: 'web' } : { name: 'vault' } },
      kind: kind as 'Issuer' | 'ClusterIssuer',
      resourceNamespace: kind === 'Issuer' ? 'web' : 'cert-manager',
    },
    vault: { server, path: 'pki/sign/web', auth },
  });
  return { found, asked };
}

const kubernetes = { role: 'web', serviceAccountRef: { name: 'issuer', audiences: ['extra'] } };

describe('what an issuer logs in with', () => {
  it('is a token, without the line break that files end in', async () => {
    const { found } = await read({ tokenSecretRef: { name: 'vault' } });

    expect(found).toMatchObject({ is: 'token', token: 'jwt-or-token' });
  });

  it.each<[string, VaultIssuer['auth'], string, object]>([
    [
      'an AppRole',
      { appRole: { path: 'approle', roleId: 'web', secretRef: { name: 'vault', key: 'id' } } },
      'auth/approle/login',
      { role_id: 'web', secret_id: 's3cret' },
    ],
    ['any certificate', { clientCertificate: { secretName: 'pair' } }, 'auth/cert/login', {}],
    [
      'a certificate for a role',
      { clientCertificate: { secretName: 'pair', name: 'web', mountPath: '/v1/auth/tls' } },
      'auth/tls/login',
      { name: 'web' },
    ],
    [
      'a token of a ServiceAccount from a Secret',
      { kubernetes: { role: 'web', secretRef: { name: 'vault' } } },
      'auth/kubernetes/login',
      { role: 'web', jwt: 'jwt-or-token' },
    ],
    ['a ServiceAccount', { kubernetes }, 'auth/kubernetes/login', { role: 'web', jwt: 'short-lived' }],
  ])('is %s', async (_, auth, path, body) => {
    expect((await read(auth)).found).toMatchObject({ is: 'login', path, body });
  });

  it.each([
    ['Issuer', 'web', 'vault://web/vault'],
    ['ClusterIssuer', 'cert-manager', 'vault://vault'],
  ])('is a token for one %s alone', async (kind, namespace, audience) => {
    const { asked } = await read({ kubernetes }, { kind });

    expect(asked).toMatchObject([
      {
        path: `/api/v1/namespaces/${namespace}/serviceaccounts/issuer/token`,
        body: { spec: { audiences: ['extra', audience, server], expirationSeconds: 600 } },
      },
    ]);
  });

  it('says who must grant what, and is asked for again, where a token is refused', async () => {
    const refused = new ApiError(403, {
      message: 'serviceaccounts "issuer" is forbidden',
      reason: 'Forbidden',
    });

    await expect(read({ kubernetes }, { refused })).rejects.toMatchObject({
      retry: true,
      retryAfterSeconds: undefined,
      message:
        'Failed to ask for a token of ServiceAccount "web/issuer": serviceaccounts "issuer" is forbidden; grant the controller "create" on serviceaccounts/token of "issuer" by a Role in namespace "web"',
    });
  });
});
