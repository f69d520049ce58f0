import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createServingCertificate } from '../../pki/serving.ts';
import { createCertificate } from '../cluster/certificates.ts';
import { waitFor } from '../cluster/loopback.ts';
import { startedFor } from '../cluster/suite.ts';
import { bodyOf, createUpstreamClient, pathOf } from './dns-solver-client.ts';
import { direct, type DirectOptions } from './dns-solver-direct.ts';
import { address, caller, newValue, type SolverProcess, startSolverScene } from './dns-solver-scene.ts';

const outsider = { namespace: 'cert-manager', name: 'outsider' } as const;
const name = 'shop.example.com';
const value = newValue();
const path = pathOf(address);
const admin = { 'X-Remote-User': 'admin', 'X-Remote-Group': 'system:masters' } as const;
const userOf = (account: { readonly namespace: string; readonly name: string }) =>
  `system:serviceaccount:${account.namespace}:${account.name}`;

const scene = startedFor(async () => {
  const started = await startSolverScene();
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: outsider };
  await started.plane.kubectlOrThrow(['apply', '-f', '-'], { stdin: JSON.stringify(account) });
  return started;
});
let solver: SolverProcess;
/** Tokens and keys that were shown to the server: none may come back in its log. */
const shown: string[] = [];

beforeAll(async () => {
  solver = await scene().start({ flags: ['--log-level=debug'] });
  await scene().available(solver);
});
/** The last word on every attempt: nothing was asked of DNSPod. */
afterEach(() => expect(scene().dnspod.calls.map(({ action }) => action)).toEqual([]));

const body = () => bodyOf(scene().request('Present', name, value));
const post = (options: DirectOptions = {}) =>
  direct(solver.port, path, { method: 'POST', ...options }, body());

async function tokenOf(account: typeof caller | typeof outsider, ...flags: string[]): Promise<string> {
  const args = ['create', 'token', account.name, '-n', account.namespace, ...flags];
  const token = (await scene().plane.kubectlOrThrow(args)).trim();
  shown.push(token, token.split('.')[1] ?? token);
  return token;
}

async function clientCertificate(about: string, commonName: string, signer: 'ca' | 'frontProxyCa' | 'own') {
  const { plane } = scene();
  const by = signer === 'own' ? {} : { signer: plane.files[signer] };
  const { certificatePem, keyPem } = await createCertificate(plane.dir, { name: about, commonName, ...by });
  shown.push(keyPem);
  return { cert: certificatePem, key: keyPem };
}

function frontProxy() {
  const { certificatePem: cert, keyPem: key } = scene().plane.files.frontProxyClient;
  return { cert, key };
}

/** An attempt, what it is answered with, and words that the log has about it. */
interface Attempt {
  readonly how: string;
  readonly options: () => Promise<DirectOptions>;
  readonly code: 401 | 403;
  readonly logged: string;
}

const bearer = (token: string, others: DirectOptions['headers'] = {}): DirectOptions => ({
  headers: { authorization: `Bearer ${token}`, ...others },
});
const nobody = 'User \\"system:anonymous\\" cannot create';
const notOurCa = 'was not issued by the front proxy CA';

const attempts: readonly Attempt[] = [
  { how: 'nothing', options: async () => ({}), code: 403, logged: nobody },
  {
    how: "the front proxy's headers alone",
    options: async () => ({ headers: admin }),
    code: 403,
    logged: nobody,
  },
  {
    how: "the front proxy's headers in small letters and twice",
    options: async () => ({
      headers: { 'x-remote-user': ['admin', 'root'], 'x-remote-group': ['system:masters'] },
    }),
    code: 403,
    logged: nobody,
  },
  {
    how: 'headers to impersonate somebody',
    options: async () => ({
      headers: { 'Impersonate-User': 'admin', 'Impersonate-Group': 'system:masters' },
    }),
    code: 403,
    logged: nobody,
  },
  {
    how: 'a token where websockets carry it',
    options: async () => ({
      headers: { 'sec-websocket-protocol': 'base64url.bearer.authorization.k8s.io.Zm9yZ2Vk' },
    }),
    code: 403,
    logged: nobody,
  },
  {
    how: 'basic authentication',
    options: async () => ({ headers: { authorization: 'Basic YWRtaW46YWRtaW4=' } }),
    code: 403,
    logged: nobody,
  },
  {
    how: 'a token nobody issued',
    options: async () => bearer('forged'),
    code: 401,
    logged: 'does not know the token',
  },
  {
    how: 'a token nobody issued, and the headers of the front proxy',
    options: async () => bearer('forged', admin),
    code: 401,
    logged: 'does not know the token',
  },
  {
    how: 'an unsigned JSON Web Token for the right account',
    options: async () => bearer(unsigned({ sub: userOf(caller) })),
    code: 401,
    logged: 'does not know the token',
  },
  {
    how: 'a good token with another signature',
    options: async () => bearer((await tokenOf(caller)).replace(/.{6}$/, 'AAAAAA')),
    code: 401,
    logged: 'does not know the token',
  },
  {
    how: 'a token that is meant for another server',
    options: async () => bearer(await tokenOf(caller, '--audience=elsewhere')),
    code: 401,
    logged: 'does not know the token',
  },
  {
    how: 'a token of an account that has gone',
    options: async () => bearer(await tokenOfTheGone()),
    code: 401,
    logged: 'does not know the token',
  },
  {
    how: 'the token of an account without the verb',
    options: async () => bearer(await tokenOf(outsider)),
    code: 403,
    logged: `User \\"${userOf(outsider)}\\" cannot create`,
  },
  {
    how: 'the token of an account without the verb, and the headers of the front proxy',
    options: async () => bearer(await tokenOf(outsider), admin),
    code: 403,
    logged: `User \\"${userOf(outsider)}\\" cannot create`,
  },
  {
    how: 'a certificate that signs itself, with the name of the front proxy',
    options: async () => ({
      ...(await clientCertificate('own', 'front-proxy-client', 'own')),
      headers: admin,
    }),
    code: 401,
    logged: notOurCa,
  },
  {
    how: 'a certificate of the CA of users, with the name of the front proxy',
    options: async () => ({
      ...(await clientCertificate('users', 'front-proxy-client', 'ca')),
      headers: admin,
    }),
    code: 401,
    logged: notOurCa,
  },
  {
    how: "the administrator's own certificate, of the CA of users",
    options: async () => ({
      cert: scene().plane.files.admin.certificatePem,
      key: scene().plane.files.admin.keyPem,
    }),
    code: 401,
    logged: notOurCa,
  },
  {
    how: 'a certificate of the CA of the front proxy with another name',
    options: async () => ({
      ...(await clientCertificate('other', 'somebody', 'frontProxyCa')),
      headers: admin,
    }),
    code: 401,
    logged: 'is not among requestheader-allowed-names',
  },
  {
    how: 'a certificate of the CA of the front proxy that is not for clients',
    options: async () => ({ ...(await serverCertificate()), headers: admin }),
    code: 401,
    logged: notOurCa,
  },
  {
    how: "the front proxy's own certificate without a user",
    options: async () => frontProxy(),
    code: 403,
    logged: nobody,
  },
  {
    how: "the front proxy's own certificate with an empty user and a mighty group",
    options: async () => ({
      ...frontProxy(),
      headers: { 'X-Remote-User': '', 'X-Remote-Group': 'system:masters' },
    }),
    code: 403,
    logged: nobody,
  },
  {
    how: "the front proxy's own certificate for a user without the verb",
    options: async () => ({ ...frontProxy(), headers: { 'X-Remote-User': userOf(outsider) } }),
    code: 403,
    logged: `User \\"${userOf(outsider)}\\" cannot create`,
  },
  {
    how: 'a group that only looks mighty: two names in one header line',
    options: async () => ({
      ...frontProxy(),
      headers: { 'X-Remote-User': userOf(outsider), 'X-Remote-Group': 'team, system:masters' },
    }),
    code: 403,
    logged: `User \\"${userOf(outsider)}\\" cannot create`,
  },
];

function unsigned(claims: object): string {
  const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
  const token = `${part({ alg: 'none', typ: 'JWT' })}.${part({ iss: 'https://kubernetes.default.svc', ...claims })}.`;
  shown.push(token);
  return token;
}

async function tokenOfTheGone(): Promise<string> {
  const gone = { namespace: 'cert-manager', name: 'gone' };
  const args = ['serviceaccount', gone.name, '-n', gone.namespace];
  await scene().plane.kubectlOrThrow(['create', ...args]);
  const token = (
    await scene().plane.kubectlOrThrow(['create', 'token', gone.name, '-n', gone.namespace])
  ).trim();
  await scene().plane.kubectlOrThrow(['delete', ...args]);
  shown.push(token);
  return token;
}

async function serverCertificate() {
  const { frontProxyCa } = scene().plane.files;
  const made = await createServingCertificate(frontProxyCa, ['front-proxy-client'], new Date(), 3600);
  shown.push(made.keyPem);
  return { cert: made.certificatePem, key: made.keyPem };
}

/** Of what the solver has logged since then. */
async function linesSince(length: number): Promise<string> {
  return (await solver.logs()).slice(length);
}

describe('past the API server, nobody gets in who comes with', () => {
  it.each(attempts)('$how', async ({ options, code, logged }) => {
    const how = await options();
    const before = (await solver.logs()).length;

    expect((await post(how)).code).toBe(code);
    const lines = await waitFor('the line in the log', async () => {
      const since = await linesSince(before);
      return since.includes('"outcome":"refused"') ? since : undefined;
    });
    expect(lines).toContain(`"code":${code}`);
    expect(lines).toContain(logged);
  });
});

describe('past the API server, nobody but those with rights reads', () => {
  it.each(['/', '/apis', path.slice(0, -'/dnspod'.length), '/openapi/v2', '/openapi/v3', '/metrics'])(
    '%s',
    async (document) => {
      const before = (await solver.logs()).length;

      expect((await direct(solver.port, document)).code).toBe(403);
      expect((await direct(solver.port, document, bearer('forged'))).code).toBe(401);
      await waitFor('two lines in the log', async () => {
        const refused = (await linesSince(before)).split('A request was refused').length - 1;
        return refused === 2 ? true : undefined;
      });
    },
  );

  it('/version is for everybody, by the roles that every cluster has', async () => {
    expect((await direct(solver.port, '/version')).code).toBe(200);
  });

  it('/metrics, of those who only may read what there is', async () => {
    const options = bearer(await tokenOf(outsider));

    expect((await direct(solver.port, '/apis', options)).code).toBe(200);
    expect((await direct(solver.port, '/metrics', options)).code).toBe(403);
  });

  it.each([
    '/metrics/',
    '/%6detrics',
    '/METRICS',
    '//metrics',
    '/healthz/../metrics',
    '/healthz/%2e%2e/metrics',
  ])('/metrics spelled %s', async (spelled) => {
    const { code, body: answer } = await direct(solver.port, spelled);

    expect(code).not.toBe(200);
    expect(answer).not.toContain('certloom_');
  });
});

describe('through the API server, nobody gets in', () => {
  const audited = async (code: number) =>
    (await scene().plane.auditEvents()).filter(
      ({ requestURI, responseStatus }) => requestURI.startsWith(path) && responseStatus?.code === code,
    ).length;

  it('without the verb', async () => {
    const client = await createUpstreamClient(await scene().plane.kubeconfigFor(outsider));
    const before = await audited(403);
    const { status, body: answer } = await client.post(path, body());
    client.close();

    expect(status).toBe(403);
    expect(answer).toContain(`User \\"${userOf(outsider)}\\" cannot create resource \\"dnspod\\"`);
    expect(await audited(403)).toBe(before + 1);
  });

  it.each([
    ['a token nobody issued', { authorization: 'Bearer forged' }, 401],
    ['the headers of the front proxy and no verb', admin, 403],
    ['impersonation that it may not do', { 'impersonate-user': userOf(caller) }, 403],
  ])('with %s', async (_, headers, code) => {
    const client = await createUpstreamClient(await scene().plane.kubeconfigFor(outsider));
    const before = await audited(code);
    const { status } = await client.post(path, body(), headers);
    client.close();

    expect(status).toBe(code);
    expect(await audited(code)).toBe(before + 1);
  });

  it('under another version, a sub-resource or another verb, even with the verb create', async () => {
    const { client } = scene();

    expect((await client.post(path.replace('v1alpha1', 'v1'), body())).status).toBe(404);
    expect((await client.post(`${path}/name`, body())).status).toBe(404);
    expect((await client.post(path, body(), { ':method': 'PUT' })).status).toBe(403);
    expect((await client.post(path, body(), { ':method': 'PATCH' })).status).toBe(403);
  });
});

describe('with the verb, nobody gets at what is not theirs', () => {
  const solve = (change: object) =>
    scene()
      .client.solve(address, { ...scene().request('Present', name, value), ...change })
      .catch((error: Error) => error.message);

  it.each([
    [
      'the Secrets of a namespace that the solver may not read',
      'kube-system',
      'cannot get resource "secrets"',
    ],
    ['a path instead of a namespace', '../kube-system', 'is not the name of a namespace'],
    ['no namespace at all', '', 'does not say in which namespace'],
  ])('%s', async (_, resourceNamespace, complaint) => {
    expect(await solve({ resourceNamespace })).toContain(complaint);
  });

  it.each([
    [
      'a path instead of a Secret',
      { secretIdRef: { name: '../x', key: 'y' } },
      'is not the name of a Secret',
    ],
    ['a Secret that is not there', { secretIdRef: { name: 'none', key: 'y' } }, 'does not exist'],
    [
      'a server of their own to send the key to',
      { endpoint: 'evil.example.com' },
      'must be a host of DNSPod',
    ],
    [
      'a server with a name like it',
      { endpoint: 'dnspod.tencentcloudapi.com.evil.example' },
      'must be a host of',
    ],
    ['a port of it', { endpoint: 'dnspod.tencentcloudapi.com:8443' }, 'must be a host of DNSPod'],
  ])('%s', async (_, change, complaint) => {
    const { config } = scene().request('Present', name, value);

    expect(await solve({ config: { ...(config as object), ...change } })).toContain(complaint);
  });
});

describe('what is no request', () => {
  it.each([
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    ['a length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a header over two lines', 'X-Remote-User: a\r\n dmin\r\n\r\n'],
    ['a name with a space', 'X-Remote-User : admin\r\n\r\n'],
  ])('is not answered: %s', async (_, rest) => {
    const socket = connectTls({ host: '127.0.0.1', port: solver.port, rejectUnauthorized: false });
    socket.on('error', () => {});
    await once(socket, 'secureConnect');
    socket.write(`POST ${path} HTTP/1.1\r\nHost: solver\r\n${rest}`);

    expect(await text(socket).catch(() => '')).not.toMatch(/^HTTP\/1\.1 2/);
  });

  it('is not answered by plain HTTP, and 300 halves of requests do no harm', async () => {
    const plain = connectTcp({ host: '127.0.0.1', port: solver.port });
    plain.end(`POST ${path} HTTP/1.1\r\nHost: solver\r\n\r\n`);
    expect(await text(plain).catch(() => '')).not.toContain('HTTP/1.1 2');

    const halves = Array.from({ length: 300 }, () =>
      connectTls({ host: '127.0.0.1', port: solver.port, rejectUnauthorized: false }).on('error', () => {}),
    );
    await Promise.all(halves.map((half) => once(half, 'secureConnect')));
    for (const half of halves) half.write(`POST ${path} HTTP/1.1\r\nHost: sol`);
    expect(await direct(solver.port, '/readyz')).toMatchObject({ code: 200, body: 'ok' });
    for (const half of halves) half.destroy();
  });
});

describe('after all that', () => {
  it('the log has no value, no key, no token', async () => {
    const logs = await solver.logs();
    const { secretId, secretKey } = scene().dnspod.key;

    expect(shown.length).toBeGreaterThan(8);
    for (const secret of [...shown, secretId, secretKey, value, 'YWRtaW46YWRtaW4', 'PRIVATE KEY'])
      expect(logs.includes(secret)).toBe(false);
  });

  it('whoever has the verb still gets in', async () => {
    await scene().solve('Present', name, value);
    expect(await scene().dns.txtRecords(`_acme-challenge.${name}`)).toEqual([value]);

    await scene().solve('CleanUp', name, value);
    scene().dnspod.forgetCalls();
  });
});
