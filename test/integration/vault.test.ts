import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { VaultIssuer } from '../../api/issuer/issuer.ts';
import { findCondition, isTrue } from '../../api/conditions.ts';
import { certificateRequests, certificates } from '../../api/kinds.ts';
import { lackedPermission } from '../cluster/audit.ts';
import { waitFor } from '../cluster/loopback.ts';
import { type Silenced, silencedAfterWrite } from '../cluster/mortal-connection.ts';
import { type VaultScene, startVaultScene } from './vault-scene.ts';

const namespace = 'shop';
const byAppRole: VaultIssuer['auth'] = {
  appRole: { path: 'approle', roleId: 'web', secretRef: { name: 'secret-id', key: 'id' } },
};
const byAccount: VaultIssuer['auth'] = {
  kubernetes: { role: 'web', mountPath: '/v1/auth/kubernetes', serviceAccountRef: { name: 'issuer' } },
};
let scene: VaultScene;

beforeAll(async () => {
  scene = await startVaultScene();
  const { data } = await scene.vault.write('auth/approle/role/web/secret-id');
  await scene.storeSecret('secret-id', { id: String(data?.['secret_id']) });
  await scene.storeSecret('token', { token: `${await scene.newToken()}\n` });
});

afterAll(async () => {
  await scene?.controller?.stop();
  await scene?.stop();
});

/** The message on a condition of a request or a Certificate, as soon as it is what is waited for. */
function message(
  kind: 'request' | 'certificate',
  name: string,
  type: string,
  words: RegExp,
): Promise<string> {
  return waitFor(`${type} of ${kind} ${name} to say ${words}`, async () => {
    const { admin } = scene.plane;
    const found =
      kind === 'request'
        ? await admin.get(certificateRequests, { namespace, name: `${name}-1` })
        : await admin.get(certificates, { namespace, name });
    const said = findCondition(found?.status?.conditions, type)?.message ?? '';
    return words.test(said) ? said : undefined;
  });
}

/** An issuer that could log in and now shall do so in another way: what is wrong with a new one is told after a while only. */
async function changedTo(name: string, auth: VaultIssuer['auth']): Promise<void> {
  await scene.issuer(name, { tokenSecretRef: { name: 'token' } });
  await scene.says(name, ({ status }) => status === 'True');
  await scene.issuer(name, auth);
}

async function askedFor(work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = (await scene.vault.asked()).length;
  await work();
  return scene.askedSince(before);
}

describe('a ServiceAccount', () => {
  it('is used once its owner lets the controller have tokens, and until then the issuer says so', async () => {
    await scene.plane.kubectlOrThrow(['-n', namespace, 'create', 'serviceaccount', 'issuer']);
    await changedTo('account', byAccount);
    const refused = await scene.says('account', ({ status }) => status === 'False');

    expect(refused.reason).toBe('VaultError');
    expect(refused.message).toContain(
      'grant the controller "create" on serviceaccounts/token of "issuer" by a Role in namespace "shop"',
    );

    await scene.apply(...tokensAllowed);
    await scene.says('account', ({ status }) => status === 'True');
  });

  it('can be used by no other issuer: the token is for one', async () => {
    await changedTo('other-account', byAccount);

    const { message: said } = await scene.says('other-account', ({ status }) => status === 'False');
    expect(said).toContain('check spec.vault.auth.kubernetes');
  });
});

describe('each way to log in', () => {
  it.each<[string, VaultIssuer['auth'], Partial<VaultIssuer>]>([
    ['token', { tokenSecretRef: { name: 'token' } }, {}],
    ['approle', byAppRole, { path: '/v1/pki_int/sign/web', serverName: 'vault.internal' }],
    ['certificate', { clientCertificate: { secretName: 'client', name: 'web' } }, {}],
    [
      'connection',
      { clientCertificate: { mountPath: 'cert' } },
      { clientCertSecretRef: { name: 'client' }, clientKeySecretRef: { name: 'client' } },
    ],
    ['account', byAccount, {}],
  ])('gets a certificate that OpenSSL verifies: %s', async (name, auth, more) => {
    await scene.issuer(name, auth, more);
    const ready = await scene.says(name, ({ status }) => status === 'True');
    await scene.certificateFrom(name, `by-${name}`);
    await scene.ready(`by-${name}`);

    expect(ready).toMatchObject({ reason: 'VaultVerified', message: 'Vault verified' });
    expect(await scene.verified(`by-${name}`)).toContain(': OK');
  });

  it('is refused in words that say what to check', async () => {
    await scene.storeSecret('wrong', { id: 'no-such-id' });
    const appRole = { path: 'other-approle', roleId: 'web', secretRef: { name: 'wrong', key: 'id' } };
    await changedTo('wrong', { appRole });

    const { message: said } = await scene.says('wrong', ({ status }) => status === 'False');
    expect(said).toBe(
      `Failed to initialize Vault client: Post "${scene.vault.url}/v1/auth/other-approle/login": invalid role or secret ID (400): check spec.vault.auth.appRole: path, roleId, and the secret id in entry "id" of Secret "wrong"`,
    );
  });
});

describe('what certificates cost', () => {
  it('is one request each: the login serves them all', async () => {
    const names = Array.from({ length: 10 }, (_, number) => `many-${number}`);
    const asked = await askedFor(async () => {
      for (const name of names) await scene.certificateFrom('approle', name);
      for (const name of names) await scene.ready(name);
    });

    expect(asked).toEqual(names.map(() => 'pki_int/sign/web'));
  });

  it('is eight writes', async () => {
    await scene.certificateFrom('approle', 'counted');
    await scene.ready('counted');
    const written = await waitFor('the writes', async () => {
      const writes = await scene.writesAbout('counted');
      return writes.includes('delete secrets') ? writes : undefined;
    });

    expect(written).toEqual([
      'update certificates/status',
      'create secrets',
      'create certificaterequests',
      'update certificaterequests/status',
      'update certificaterequests/status',
      'patch secrets',
      'update certificates/status',
      'delete secrets',
    ]);
  });

  it('is one more when it is renewed', async () => {
    const asked = await askedFor(async () => {
      await renewNow('counted');
      await scene.ready('counted', 2);
    });

    expect(asked).toEqual(['pki_int/sign/web']);
  });
});

describe('a token that is revoked', () => {
  it('is exchanged for a new one where one can log in', async () => {
    await scene.vault.write('sys/leases/revoke-force/auth/approle/login');
    const asked = await askedFor(async () => {
      await scene.certificateFrom('approle', 'after-revocation');
      await scene.ready('after-revocation');
    });

    expect(asked).toEqual(['pki_int/sign/web', 'auth/approle/login', 'pki_int/sign/web']);
  });

  it('holds up certificates, in words, until the Secret has a good one', async () => {
    const token = await scene.newToken();
    await scene.storeSecret('revoked', { token });
    await scene.issuer('revoked', { tokenSecretRef: { name: 'revoked' } });
    await scene.says('revoked', ({ status }) => status === 'True');
    await scene.vault.write('auth/token/revoke', { token });
    await scene.certificateFrom('revoked', 'held-up');
    const said = await message(
      'request',
      'held-up',
      'Ready',
      /^Failed to initialise vault client for signing/,
    );

    expect(said).toContain('put a token that is valid into entry "token" of Secret "revoked"');
    expect(said).not.toContain(token);
    await scene.storeSecret('revoked', { token: await scene.newToken() });
    await scene.ready('held-up');
  });
});

describe('a role that refuses', () => {
  it('ends the request, in the words of Vault, with what to change', async () => {
    const asked = await askedFor(async () => {
      await scene.certificateFrom('approle', 'refused', { dnsNames: ['shop.example.org'] });
      await message('certificate', 'refused', 'Ready', /shop\.example\.org not allowed by this role/);
    });
    const [request] = await scene.requests('refused');
    const ready = findCondition(request?.status?.conditions, 'Ready');

    expect(ready?.reason).toBe('Failed');
    expect(ready?.message).toMatch(/^Vault failed to sign certificate: .*allowed_domains/);
    expect(asked).toEqual(['pki_int/sign/web']);
  });

  it.each([
    ['there is not', 'pki_int/sign/nobody', /unknown role: nobody .*spec\.vault\.path/],
    ['nothing is mounted for', 'pki_out/sign/web', /(?:permission denied|no handler for route)/],
  ])('because %s one, too', async (_, path, words) => {
    const name = path.replaceAll(/[^a-z]/g, '-');
    await scene.issuer(name, byAppRole, { path });
    await scene.certificateFrom(name, name);

    expect(await message('certificate', name, 'Ready', words)).toContain('Vault failed to sign certificate');
  });
});

describe('a Vault that is away', () => {
  it('is asked again, and what it waits for stands on the Certificate', async () => {
    await scene.vault.kill();
    await scene.certificateFrom('approle', 'patient');
    const said = await message('request', 'patient', 'Ready', /trying again/);
    await message(
      'certificate',
      'patient',
      'Issuing',
      /Waiting: Vault failed to sign certificate, trying again/,
    );
    await scene.vault.startAgain();
    await scene.ready('patient');

    expect(said).toMatch(
      /^Vault failed to sign certificate, trying again: Post "https:.*connection refused$/,
    );
  });

  it('is told from one that is sealed', async () => {
    await scene.issuer('sealed', byAppRole);
    await scene.says('sealed', ({ status }) => status === 'True');
    await scene.vault.seal();
    await scene.issuer('sealed', { tokenSecretRef: { name: 'token' } });
    const { message: said } = await scene.says('sealed', ({ status }) => status === 'False');
    await scene.certificateFrom('approle', 'unsealed');
    const waiting = await message('request', 'unsealed', 'Ready', /sealed/);
    await scene.vault.unseal();
    await scene.says('sealed', ({ status }) => status === 'True');
    await scene.ready('unsealed');

    expect(said).toBe('Failed to verify Vault is initialized and unsealed: Vault is sealed');
    expect(waiting).toMatch(/^Vault failed to sign certificate, trying again: .*: Vault is sealed$/);
  });
});

describe('a controller that is killed', () => {
  it.each([
    [1, 'the status that begins it'],
    [2, 'the private key'],
    [3, 'the request'],
    [4, 'its approval'],
    [5, 'the signature'],
    [6, 'the Secret'],
    [7, 'the status that ends it'],
  ])('after write %i of an issuance, %s, has nothing signed twice', async (n) => {
    const name = `killed-after-${n}`;
    await scene.controller?.stop();
    scene.controller = undefined;
    let mortal: Silenced | undefined;
    const dying = await scene.start({
      through: (connection) => (mortal = silencedAfterWrite(n, connection)).connection,
    });
    const asked = await askedFor(async () => {
      await scene.certificateFrom('approle', name);
      await mortal?.died;
      const stopped = dying.stop();
      mortal?.bury();
      await stopped;
      scene.controller = await scene.start();
      await scene.ready(name);
    });

    expect(asked.filter((path) => path === 'pki_int/sign/web')).toHaveLength(1);
    expect(await scene.verified(name)).toContain(': OK');
  });
});

describe('all of it', () => {
  it('was done with the permissions that the chart gives, and the Role for tokens', async () => {
    const refused = (await scene.plane.auditEvents()).filter(lackedPermission);

    expect(new Set(refused.map(({ requestURI }) => requestURI))).toEqual(
      new Set(['/api/v1/namespaces/shop/serviceaccounts/issuer/token']),
    );
  });

  it('left no token in a status or an event', async () => {
    const kinds = 'issuers,certificates,certificaterequests,events';
    const everything = await scene.plane.kubectlOrThrow(['-n', namespace, 'get', kinds, '-o', 'json']);

    expect(everything).not.toMatch(/hv[sbr]\.|eyJhbGci/);
  });
});

async function renewNow(name: string): Promise<void> {
  const issuing = {
    type: 'Issuing',
    status: 'True',
    reason: 'ManuallyTriggered',
    message: 'Certificate re-issuance manually triggered',
    lastTransitionTime: new Date().toISOString(),
  };
  const found = await scene.certificate(name);
  const conditions = [
    ...(found?.status?.conditions ?? []).filter((one) => !isTrue([one], 'Issuing')),
    issuing,
  ];
  const patch = JSON.stringify({ status: { conditions } });
  await scene.plane.kubectlOrThrow([
    '-n',
    namespace,
    'patch',
    'certificate',
    name,
    '--subresource=status',
    '--type=merge',
    '-p',
    patch,
  ]);
}

const tokensAllowed: readonly object[] = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'issuer-tokens' },
    rules: [
      { apiGroups: [''], resources: ['serviceaccounts/token'], resourceNames: ['issuer'], verbs: ['create'] },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'issuer-tokens' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'issuer-tokens' },
    subjects: [{ kind: 'ServiceAccount', name: 'certloom-controller', namespace: 'certloom' }],
  },
];
