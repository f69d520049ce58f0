import { Registry } from '@prometheus-io/client';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetch } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TerminalFailure } from '../api/failure.ts';
import type { DnsProvider, TxtRecord } from '../dns/provider.ts';
import { type Log, silentLog } from '../runtime/log.ts';
import { ManualClock } from '../test/build/manual-clock.ts';
import { type AppOptions, createApp } from './app.ts';
import { createCallMetrics } from './call-metrics.ts';
import { aggregatedContentType } from './discovery.ts';
import type { Identity } from './identity.ts';
import { solverOf } from './solvers.ts';
import { Refusal } from './status.ts';

const manager: Identity = { username: 'cert-manager', groups: ['system:authenticated'], extra: {} };

/** A provider that records and can be told to fail. */
const zone = {
  present: [] as TxtRecord[],
  cleanedUp: [] as TxtRecord[],
  fail: undefined as Error | undefined,
};
const provider: DnsProvider<{ readonly token: string }> = {
  name: 'fake',
  configSchema: {},
  readConfig(raw) {
    if (raw === undefined) throw new TerminalFailure('InvalidSolverConfig', 'config is missing');
    return raw as { token: string };
  },
  async present(record, { token }, tools) {
    await tools.readSecret({ name: token, key: 'token' });
    if (zone.fail) throw zone.fail;
    zone.present.push(record);
  },
  cleanUp(record) {
    zone.cleanedUp.push(record);
    return Promise.resolve();
  },
};

const lines: { readonly level: string; readonly fields: Record<string, unknown> }[] = [];
const log: Log = {
  ...silentLog,
  info: (fields) => void lines.push({ level: 'info', fields: { ...fields } }),
  warn: (fields) => void lines.push({ level: 'warn', fields: { ...fields } }),
};

let gateAnswer: Identity | Refusal = manager;
const readFrom: string[] = [];
const options: AppOptions = {
  groups: ['acme.dnspod.com', 'acme.imroc.cc'],
  solvers: [solverOf(provider)],
  gate: () => (gateAnswer instanceof Refusal ? Promise.reject(gateAnswer) : Promise.resolve(gateAnswer)),
  health: {
    addLive: () => {},
    addReady: () => {},
    shuttingDown: () => {},
    handler: (_, response) => void response.end('ok'),
  },
  tools: {
    clock: new ManualClock(),
    log: silentLog,
    fetch,
    readSecretIn: (namespace) => (ref) => {
      readFrom.push(`${namespace}/${ref.name}`);
      return Promise.resolve('s3cr3t');
    },
  },
  limits: { reading: 4, changing: 1 },
  metrics: createCallMetrics(new Registry(), ['fake']),
  serveMetrics: (_, response) => void response.end('up 1\n'),
  clock: new ManualClock(),
  log,
  version: '1.2.3',
};

let server: Server;
let base = '';

beforeAll(async () => {
  server = createServer(createApp(options));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
afterEach(() => {
  gateAnswer = manager;
  zone.fail = undefined;
  for (const list of [zone.present, zone.cleanedUp, lines, readFrom]) list.length = 0;
});

const solver = '/apis/acme.dnspod.com/v1alpha1/fake';
const request = {
  action: 'Present',
  key: 'txt-value',
  resolvedFQDN: '_acme-challenge.example.com.',
  resolvedZone: 'example.com.',
  resourceNamespace: 'cert-manager',
  config: { token: 'dnspod' },
};

async function call(path: string, init: Parameters<typeof fetch>[1] = {}) {
  const response = await fetch(base + path, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : text) as unknown,
  };
}

const json = { 'content-type': 'application/json' };

function post(change: object = {}, path = solver, headers: Record<string, string> = {}) {
  return call(path, {
    method: 'POST',
    body: JSON.stringify({ request: { ...request, ...change } }),
    headers: { ...json, ...headers },
  });
}

describe('discovery', () => {
  it('hands out everything in one document, labelled as the aggregator wants it', async () => {
    const { status, headers, body } = await call('/apis', { headers: { accept: aggregatedContentType } });

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(aggregatedContentType);
    expect(headers.get('vary')).toContain('Accept');
    expect(body).toMatchObject({
      kind: 'APIGroupDiscoveryList',
      apiVersion: 'apidiscovery.k8s.io/v2',
      items: [
        {
          metadata: { name: 'acme.dnspod.com' },
          versions: [
            {
              version: 'v1alpha1',
              freshness: 'Current',
              resources: [
                {
                  resource: 'fake',
                  scope: 'Cluster',
                  verbs: ['create'],
                  responseKind: {
                    group: 'webhook.acme.cert-manager.io',
                    version: 'v1alpha1',
                    kind: 'ChallengePayload',
                  },
                },
              ],
            },
          ],
        },
        { metadata: { name: 'acme.imroc.cc' } },
      ],
    });
  });

  it('says 304 when nothing has changed', async () => {
    const accept = aggregatedContentType;
    const first = await call('/apis', { headers: { accept } });
    const tag = first.headers.get('etag') ?? '';

    expect(tag).toMatch(/^"[0-9A-F]{128}"$/);
    expect(await call('/apis', { headers: { accept, 'if-none-match': tag } })).toMatchObject({
      status: 304,
      body: '',
    });
    expect(await call('/apis', { headers: { accept, 'if-none-match': '"old"' } })).toMatchObject({
      status: 200,
    });
  });

  it('hands out plain documents to who knows no better', async () => {
    const version = { groupVersion: 'acme.dnspod.com/v1alpha1', version: 'v1alpha1' };

    const groups = await call('/apis');
    expect(groups.headers.get('content-type')).toBe('application/json');
    expect(groups.body).toMatchObject({ kind: 'APIGroupList', groups: [{ name: 'acme.dnspod.com' }, {}] });
    expect((await call('/apis/acme.dnspod.com')).body).toEqual({
      kind: 'APIGroup',
      apiVersion: 'v1',
      name: 'acme.dnspod.com',
      versions: [version],
      preferredVersion: version,
    });
    expect((await call('/apis/acme.imroc.cc/v1alpha1')).body).toMatchObject({
      kind: 'APIResourceList',
      groupVersion: 'acme.imroc.cc/v1alpha1',
      resources: [{ name: 'fake', namespaced: false, kind: 'ChallengePayload', verbs: ['create'] }],
    });
  });

  it('has the small documents around it', async () => {
    expect((await call('/')).body).toMatchObject({
      paths: expect.arrayContaining(['/apis', '/version']) as unknown,
    });
    expect((await call('/version')).body).toMatchObject({ major: '1', minor: '2', gitVersion: 'v1.2.3' });
    expect((await call('/openapi/v2')).body).toMatchObject({ swagger: '2.0', paths: {} });
    expect(await call('/readyz')).toMatchObject({ status: 200, body: 'ok' });
  });

  it('describes what is posted, for kubectl explain', async () => {
    const root = (await call('/openapi/v3')).body as {
      paths: Record<string, { serverRelativeURL: string }>;
    };
    const { serverRelativeURL = '' } = root.paths['apis/acme.dnspod.com/v1alpha1'] ?? {};

    expect(serverRelativeURL).toMatch(
      /^\/openapi\/v3\/apis\/acme\.dnspod\.com\/v1alpha1\?hash=[0-9A-F]{32}$/,
    );
    expect((await call(serverRelativeURL)).body).toMatchObject({
      openapi: '3.0.0',
      paths: {
        '/apis/acme.dnspod.com/v1alpha1/fake': {
          post: { 'x-kubernetes-group-version-kind': { kind: 'ChallengePayload' } },
        },
      },
      components: {
        schemas: {
          'io.cert-manager.acme.webhook.v1alpha1.ChallengePayload': {
            properties: { request: { properties: { key: { description: 'Value of the TXT record.' } } } },
          },
        },
      },
    });
  });

  it('has metrics for who may read them', async () => {
    expect(await call('/metrics')).toMatchObject({ status: 200, body: 'up 1\n' });

    gateAnswer = new Refusal('Forbidden', 'forbidden: User "ann" cannot get path "/metrics"');
    expect((await call('/metrics')).status).toBe(403);
    expect(lines).toMatchObject([{ level: 'warn', fields: { method: 'GET', path: '/metrics', code: 403 } }]);
  });

  it.each([
    '/openapi/v3/apis/other.example.com/v1alpha1',
    '/openapi/v3/apis/acme.dnspod.com/v1',
    '/apis/other.example.com',
    '/apis/acme.dnspod.com/v1',
    '/nowhere',
    '/APIS',
  ])('knows no %s', async (path) => {
    expect(await call(path)).toMatchObject({ status: 404, body: '404 page not found\n' });
  });
});

describe('a challenge call', () => {
  it('that presents a value is answered with 201', async () => {
    const { status, headers, body } = await post({ uid: 'u-1' });

    expect(status).toBe(201);
    expect(headers.get('content-type')).toBe('application/json');
    expect(body).toEqual({
      kind: 'ChallengePayload',
      apiVersion: 'webhook.acme.cert-manager.io/v1alpha1',
      response: { uid: 'u-1', success: true },
    });
    expect(zone.present).toEqual([
      { fqdn: '_acme-challenge.example.com.', zone: 'example.com.', value: 'txt-value' },
    ]);
    expect(readFrom).toEqual(['cert-manager/dnspod']);
  });

  it('that cleans up does that', async () => {
    expect((await post({ action: 'CleanUp' })).status).toBe(201);
    expect(zone.cleanedUp).toHaveLength(1);
    expect(zone.present).toHaveLength(0);
  });

  it('that fails is answered with 201 all the same, and with what went wrong', async () => {
    zone.fail = new TerminalFailure('ZoneNotFound', 'DNSPod has no zone example.com');

    const { status, body } = await post();

    expect(status).toBe(201);
    expect(body).toMatchObject({
      response: {
        success: false,
        status: { message: 'DNSPod has no zone example.com', reason: 'ZoneNotFound' },
      },
    });
  });

  it('whose configuration makes no sense fails before anything is done', async () => {
    expect((await post({ config: undefined })).body).toMatchObject({
      response: { success: false, status: { reason: 'InvalidSolverConfig', message: 'config is missing' } },
    });
  });

  it('that is only a trial changes nothing', async () => {
    expect((await post({}, `${solver}?dryRun=All`)).body).toMatchObject({ response: { success: true } });
    expect(zone.present).toHaveLength(0);
    expect((await post({}, `${solver}?dryRun=Some`)).status).toBe(400);
  });

  it('with members that nobody knows is answered with a warning, or refused, or neither, as the caller likes', async () => {
    const odd = { colour: 'blue', config: { token: 'dnspod', anything: 1 } };

    expect((await post()).headers.get('warning')).toBeNull();
    const warned = await post(odd);
    expect(warned.status).toBe(201);
    expect(warned.headers.get('warning')).toBe('299 - "unknown field \\"request.colour\\""');
    expect((await post(odd, `${solver}?fieldValidation=Ignore`)).headers.get('warning')).toBeNull();
    expect(await post(odd, `${solver}?fieldValidation=Strict`)).toMatchObject({
      status: 400,
      body: { message: 'strict decoding error: unknown field "request.colour"' },
    });
    expect((await post({}, `${solver}?fieldValidation=Strict`)).status).toBe(201);
    expect((await post({}, `${solver}?fieldValidation=Loud`)).status).toBe(400);
  });

  it('leaves one line in the log, by which it is found again, and no secret in it', async () => {
    await post({}, solver, { 'audit-id': 'a-1', authorization: 'Bearer t0k3n' });

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'info',
      fields: {
        auditId: 'a-1',
        user: 'cert-manager',
        group: 'acme.dnspod.com',
        solver: 'fake',
        fqdn: '_acme-challenge.example.com.',
        action: 'Present',
        outcome: 'solved',
        code: 201,
        durationSeconds: expect.any(Number) as unknown,
      },
    });
    expect(JSON.stringify(lines)).not.toMatch(/txt-value|s3cr3t|t0k3n/);
  });
});

describe('a request that is refused', () => {
  it.each([
    [405, 'MethodNotAllowed', ['GET', solver], {}],
    [405, 'MethodNotAllowed', ['POST', '/apis'], {}],
    [404, 'NotFound', ['POST', '/apis/acme.dnspod.com/v1alpha1/other'], {}],
    [404, 'NotFound', ['POST', '/apis/other.example.com/v1alpha1/fake'], {}],
    [404, 'NotFound', ['POST', `${solver}/name`], {}],
    [406, 'NotAcceptable', ['POST', solver], { accept: 'application/yaml' }],
    [406, 'NotAcceptable', ['GET', '/version'], { accept: 'application/yaml' }],
    [415, 'UnsupportedMediaType', ['POST', solver], { 'content-type': 'text/plain' }],
    [415, 'UnsupportedMediaType', ['POST', solver], { 'content-encoding': 'gzip' }],
    [400, 'BadRequest', ['POST', solver], {}],
  ])('is told %i %s: %j %j', async (code, reason, [method = '', path = ''], headers) => {
    const body = method === 'POST' ? { body: '{}' } : {};
    const answer = await call(path, { method, headers: { ...json, ...headers }, ...body });

    expect(answer.status).toBe(code);
    expect(answer.body).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, code });
  });

  it('for more than 3 MiB is told 413', async () => {
    const body = ' '.repeat(3 * 1024 * 1024 + 1);

    expect(await call(solver, { method: 'POST', headers: json, body })).toMatchObject({
      status: 413,
      body: { reason: 'RequestEntityTooLarge' },
    });
  });

  it('at the gate leaves a line that says who and why', async () => {
    gateAnswer = new Refusal(
      'Unauthorized',
      'Unauthorized',
      undefined,
      'the API server does not know the token',
    );

    expect(await post()).toMatchObject({
      status: 401,
      body: { reason: 'Unauthorized', message: 'Unauthorized' },
    });
    expect(lines).toMatchObject([
      {
        level: 'warn',
        fields: { outcome: 'refused', code: 401, message: 'the API server does not know the token' },
      },
    ]);
    expect(zone.present).toHaveLength(0);
  });

  it('for want of room is told 429 and not to wait inside the call', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const slow = { ...options, gate: () => held.then(() => manager) };
    const busy = createServer(createApp(slow));
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(busy.address() as AddressInfo).port}${solver}`;
    const first = fetch(url, { method: 'POST', headers: json, body: JSON.stringify({ request }) });
    await new Promise((resolve) => busy.once('request', resolve));

    const second = await fetch(url, { method: 'POST', body: '{}' });

    expect(second.status).toBe(429);
    expect(second.headers.get('retry-after')).toBeNull();
    release();
    expect((await first).status).toBe(201);
    busy.close();
  });
});
