import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/resource.ts';
import { TerminalFailure } from '../../api/failure.ts';
import { type DnsSolver, startDnsSolver } from '../../dns-solver/server.ts';
import { solverOf } from '../../dns-solver/solvers.ts';
import type { DnsProvider, TxtRecord } from '../../dns/provider.ts';
import { createServingCertificate } from '../../pki/serving.ts';
import { systemClock } from '../../runtime/clock.ts';
import { type ClusterConnection, connectCluster } from '../../runtime/connect.ts';
import { createMetrics } from '../../runtime/metrics.ts';
import { silentLog } from '../../runtime/log.ts';
import { createCertificate } from '../cluster/certificates.ts';
import { installChart } from '../cluster/chart.ts';
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts';
import { freePort, waitFor } from '../cluster/loopback.ts';
import { release } from '../cluster/role.ts';

const groups = ['acme.dnspod.com', 'acme.imroc.cc'] as const;
const path = `/apis/${groups[0]}/v1alpha1/fake`;
const caller = { namespace: 'cert-manager', name: 'cert-manager' };
const outsider = { namespace: 'cert-manager', name: 'outsider' };
const userOf = ({ namespace, name }: typeof caller) => `system:serviceaccount:${namespace}:${name}`;

/** A provider that puts nothing anywhere, and writes down what it was asked for. */
const presented: (TxtRecord & { readonly credentials: string })[] = [];
const provider: DnsProvider<{ readonly secret: string }> = {
  name: 'fake',
  configSchema: {},
  readConfig: (raw) => raw as { secret: string },
  async present(record, { secret }, tools) {
    presented.push({ ...record, credentials: await tools.readSecret({ name: secret, key: 'token' }) });
  },
  cleanUp: () =>
    Promise.reject(new TerminalFailure('ZoneNotFound', 'the account has no zone for example.com')),
};

function payload(change: object = {}): string {
  const request = {
    uid: '',
    action: 'Present',
    type: 'dns-01',
    dnsName: 'example.com',
    key: 'LHDhK3oGRvkiefQnx7OOczTY5Tic_xZ6HcMOc_gmtoM',
    resourceNamespace: 'certloom',
    resolvedFQDN: '_acme-challenge.example.com.',
    resolvedZone: 'example.com.',
    allowAmbientCredentials: true,
    config: { secret: 'credentials' },
    ...change,
  };
  return JSON.stringify({ request });
}

let plane: ControlPlane;
let port: number;
let connection: ClusterConnection;
let solver: DnsSolver;

beforeAll(async () => {
  [plane, port] = await Promise.all([startControlPlane(), freePort()]);
  const off = { enabled: false };
  const dnsSolver = { groupNames: groups, callers: [caller] };
  await installChart(plane, { webhook: off, controller: off, crds: off, dnsSolver }, { dnsSolver: port });
  await apply([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'cert-manager' } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: caller },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: outsider },
    secret({ namespace: 'certloom', name: 'credentials' }),
    secret({ namespace: 'cert-manager', name: 'credentials' }),
  ]);
  connection = await connectCluster({
    kubeconfig: await plane.kubeconfigFor({ namespace: release.namespace, name: 'certloom-dns-solver' }),
    userAgent: 'certloom-dns-solver/test',
    fieldManager: 'certloom-dns-solver',
  });
  solver = await startSolver();
  await waitFor('the solver to be ready', async () =>
    (await direct('/readyz')).code === 200 ? true : undefined,
  );
});
afterAll(async () => {
  await solver?.stop();
  await connection?.close();
  await plane?.stop();
});
afterEach(() => void (presented.length = 0));

function startSolver(): Promise<DnsSolver> {
  const settings = {
    kubeconfig: undefined,
    bindAddress: '127.0.0.1',
    securePort: port,
    metrics: { address: undefined },
    groups,
    certificate: {
      from: 'own',
      caSecret: { namespace: release.namespace, name: 'certloom-dns-solver-ca' },
      dnsNames: ['certloom-dns-solver.certloom.svc'],
      lifetimeSeconds: 7 * 24 * 3600,
    },
    tokenAudiences: [],
    endpoints: {
      'dnspod-endpoint': '',
      'dnspod-legacy-endpoint': '',
      'alidns-endpoint': '',
      'cloudflare-endpoint': '',
    },
    shutdownDelaySeconds: 0,
    tls: { minVersion: 'TLSv1.2' },
    log: { level: 'info', format: 'json', withoutEffect: [] },
  } as const;
  const tools = {
    connection,
    clock: systemClock,
    log: silentLog,
    metrics: createMetrics(),
    solvers: [solverOf(provider)],
  };
  return startDnsSolver(settings, tools);
}

function secret(metadata: { readonly namespace: string; readonly name: string }) {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    stringData: { token: `token of ${metadata.namespace}` },
  };
}

async function apply(items: readonly KubeObject[]): Promise<void> {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await plane.kubectlOrThrow(['apply', '-f', '-'], { stdin });
}

interface DirectOptions {
  readonly method?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answer {
  readonly code: number;
  readonly body: string;
}

/** Calls the solver without the API server in between. */
function direct(target: string, options: DirectOptions = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      {
        host: '127.0.0.1',
        port,
        path: target,
        rejectUnauthorized: false, // it is the server that is tested for whom it trusts
        ...options,
        headers: { 'content-type': 'application/json', ...options.headers },
      },
      (response) => {
        text(response).then((answer) => resolve({ code: response.statusCode ?? 0, body: answer }), reject);
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}

const post = (options: DirectOptions = {}) => direct(path, { method: 'POST', ...options }, payload());

async function tokenOf({ namespace, name }: typeof caller): Promise<string> {
  return (await plane.kubectlOrThrow(['create', 'token', name, '-n', namespace])).trim();
}

/** As kubectl, with the rights of a ServiceAccount and through the API server. */
async function throughApiServer(account: typeof caller, body = payload()) {
  const kubeconfig = await plane.kubeconfigFor(account);
  return plane.kubectl(['create', '--raw', path, '-f', '-'], { stdin: body, kubeconfig });
}

describe('a solver behind the aggregation layer', () => {
  it.each(groups)('makes the APIService of %s available with a CA of its own', async (group) => {
    await plane.kubectlOrThrow([
      'wait',
      '--for=condition=Available',
      `apiservice/v1alpha1.${group}`,
      '--timeout=30s',
    ]);

    const bundle = await plane.kubectlOrThrow([
      'get',
      `apiservice/v1alpha1.${group}`,
      '-o=jsonpath={.spec.caBundle}',
    ]);
    const args = [
      'get',
      'secret',
      'certloom-dns-solver-ca',
      '-n',
      'certloom',
      '-o=jsonpath={.data.ca\\.crt}',
    ];
    expect(bundle).toBe(await plane.kubectlOrThrow(args));
  });

  it('is in the discovery of the whole cluster', async () => {
    const listed = await waitFor('the solver in discovery', async () => {
      const names = await plane.kubectlOrThrow([
        'api-resources',
        `--api-group=${groups[0]}`,
        '-o=name',
        '--cached=false',
      ]);
      return names === '' ? undefined : names;
    });

    expect(listed.trim()).toBe('fake.acme.dnspod.com');
  });

  it("stands in nobody's way: namespaces come and go", async () => {
    await plane.kubectlOrThrow(['create', 'namespace', 'short-lived']);
    const deleted = await plane.kubectlOrThrow(['delete', 'namespace', 'short-lived', '--timeout=30s']);

    expect(deleted).toContain('deleted');
  });

  it('presents a value for who may create, with the credentials of the namespace of the call', async () => {
    const { stdout, stderr } = await throughApiServer(caller);

    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      kind: 'ChallengePayload',
      apiVersion: 'webhook.acme.cert-manager.io/v1alpha1',
      response: { uid: '', success: true },
    });
    expect(presented).toEqual([
      {
        fqdn: '_acme-challenge.example.com.',
        zone: 'example.com.',
        value: 'LHDhK3oGRvkiefQnx7OOczTY5Tic_xZ6HcMOc_gmtoM',
        credentials: 'token of certloom',
      },
    ]);
  });

  it('answers a failure of the provider in its own words', async () => {
    const { stdout } = await throughApiServer(caller, payload({ action: 'CleanUp' }));

    expect(JSON.parse(stdout)).toMatchObject({
      response: { success: false, status: { message: 'the account has no zone for example.com' } },
    });
  });

  it('reads no Secret where its role does not reach', async () => {
    const { stdout } = await throughApiServer(caller, payload({ resourceNamespace: 'cert-manager' }));

    expect(JSON.parse(stdout)).toMatchObject({
      response: {
        success: false,
        status: { message: expect.stringContaining('cannot get resource "secrets"') as string },
      },
    });
    expect(presented).toHaveLength(0);
  });

  it('refuses a ServiceAccount without the verb', async () => {
    const { code, stderr } = await throughApiServer(outsider);

    expect(code).not.toBe(0);
    expect(stderr).toContain(
      `User "${userOf(outsider)}" cannot create resource "fake" in API group "${groups[0]}"`,
    );
    expect(presented).toHaveLength(0);
  });
});

describe('a solver called past the aggregation layer', () => {
  const forged = { 'X-Remote-User': 'admin', 'X-Remote-Group': 'system:masters' };

  it('serves a ServiceAccount that has the verb', async () => {
    expect((await post({ headers: { authorization: `Bearer ${await tokenOf(caller)}` } })).code).toBe(201);
  });

  it.each([
    ['no credentials', {}],
    ['no client certificate, and headers of the front proxy', forged],
  ])('refuses who comes with %s', async (_, headers) => {
    const { code, body } = await post({ headers });

    expect(code).toBe(403);
    expect(JSON.parse(body)).toMatchObject({
      message: `fake.${groups[0]} is forbidden: User "system:anonymous" cannot create resource "fake" in API group "${groups[0]}" at the cluster scope`,
    });
  });

  it('refuses a token that nobody issued, and does not take its bearer for anonymous', async () => {
    expect((await post({ headers: { ...forged, authorization: 'Bearer forged' } })).code).toBe(401);
  });

  it('refuses a ServiceAccount without the verb', async () => {
    const headers = { ...forged, authorization: `Bearer ${await tokenOf(outsider)}` };
    const { code, body } = await post({ headers });

    expect(code).toBe(403);
    expect(body).toContain(userOf(outsider));
  });

  it('refuses a certificate of the CA of users that has the name of the front proxy', async () => {
    const { certificatePem: cert, keyPem: key } = await createCertificate(plane.dir, {
      name: 'forged-front-proxy',
      commonName: 'front-proxy-client',
      signer: plane.files.ca,
    });

    expect((await post({ cert, key, headers: forged })).code).toBe(401);
  });

  it('refuses a certificate of the CA of the front proxy that has another name', async () => {
    const { certificatePem: cert, keyPem: key } = await createCertificate(plane.dir, {
      name: 'other-proxy',
      commonName: 'somebody-else',
      signer: plane.files.frontProxyCa,
    });

    expect((await post({ cert, key, headers: forged })).code).toBe(401);
  });

  it('refuses a certificate of the CA of the front proxy that is not meant for clients', async () => {
    const names = ['front-proxy-client'];
    const { certificatePem: cert, keyPem: key } = await createServingCertificate(
      plane.files.frontProxyCa,
      names,
      new Date(),
      3600,
    );

    expect((await post({ cert, key, headers: forged })).code).toBe(401);
  });

  it('believes the front proxy itself, for the user that it names', async () => {
    const { certificatePem: cert, keyPem: key } = plane.files.frontProxyClient;
    const as = (user: string) => post({ cert, key, headers: { 'X-Remote-User': user } });

    expect((await as(userOf(caller))).code).toBe(201);
    expect((await as(userOf(outsider))).code).toBe(403);
    expect((await as('')).code).toBe(403);
  });

  it('answers probes to anybody and nothing else', async () => {
    expect(await direct('/healthz')).toEqual({ code: 200, body: 'ok' });
    expect((await direct('/openapi/v2')).code).toBe(403);
    expect((await direct('/apis')).code).toBe(403);
  });

  it('tells an authenticated client what there is', async () => {
    const headers = { authorization: `Bearer ${await tokenOf(outsider)}` };

    expect((await direct('/apis', { headers })).code).toBe(200);
    expect((await direct('/version', { headers })).code).toBe(200);
  });
});
