import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createChanging } from '../runtime/changing.ts';
import type { Cluster } from '../runtime/cluster.ts';
import { silentLog } from '../runtime/log.ts';
import { type HttpsServer, startHttps } from '../runtime/serve.ts';
import { ManualClock } from '../test/build/manual-clock.ts';
import { fakeProvider, solverAppOptions } from '../test/build/solver-app.ts';
import { type CertificateFiles, createCertificate } from '../test/cluster/certificates.ts';
import { direct, type DirectOptions } from '../test/integration/dns-solver-direct.ts';
import { createApp } from './app.ts';
import { createAuthenticate } from './authenticate.ts';
import { createAuthorize } from './authorize.ts';
import { aggregatedContentType } from './discovery.ts';
import { createGate } from './gate.ts';
import { refused } from './identity.ts';
import { readRequestHeaderConfig, type RequestHeaderConfig } from './request-header.ts';

const path = '/apis/acme.dnspod.com/v1alpha1/fake';
let directory = '';
let server: HttpsServer;
const made: Record<string, CertificateFiles> = {};
/** What the API server was asked about callers. */
const reviews: { readonly spec: Record<string, unknown> }[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'certloom-callers-'));
  const make = async (name: string, commonName: string, signer?: CertificateFiles) =>
    (made[name] = await createCertificate(directory, { name, commonName, ...(signer && { signer }) }));
  const [proxyCa, userCa] = await Promise.all([make('proxyCa', 'ca'), make('userCa', 'ca')]);
  await Promise.all([
    make('proxy', 'front-proxy-client', proxyCa),
    make('user', 'front-proxy-client', userCa),
    make('serving', 'solver', userCa),
  ]);
  const about = { name: 'between', commonName: 'between', signer: proxyCa, intermediate: true };
  made['between'] = await createCertificate(directory, about);
  await make('behind', 'front-proxy-client', made['between']);
  server = await serve();
});
beforeEach(() => void (reviews.length = 0));
afterAll(async () => {
  await server.close(0);
  await rm(directory, { recursive: true });
});

/** The real server and gate; the API server allows whoever has a user name. */
async function serve(): Promise<HttpsServer> {
  const config = readRequestHeaderConfig({
    'client-ca-file': made['userCa']?.certificatePem ?? '',
    'requestheader-client-ca-file': made['proxyCa']?.certificatePem ?? '',
    'requestheader-allowed-names': '["front-proxy-client"]',
    'requestheader-username-headers': '["X-Remote-User"]',
    'requestheader-group-headers': '["X-Remote-Group"]',
  });
  const frontProxy = createChanging<RequestHeaderConfig>(config);
  const clock = new ManualClock(new Date());
  const request = ((_method, _path, { body } = {}) => {
    reviews.push(body as (typeof reviews)[number]);
    return Promise.resolve({ status: { allowed: true } });
  }) as Cluster['request'];
  const reviewToken = () => Promise.resolve(refused('no token is known here'));
  const gate = createGate({
    authenticate: createAuthenticate({ frontProxy, reviewToken, clock }),
    authorize: createAuthorize({ request } as Cluster, clock),
    frontProxy,
  });
  const { certificatePem = '', keyPem = '' } = made['serving'] ?? {};
  return startHttps({
    port: 0,
    host: '127.0.0.1',
    log: silentLog,
    certificate: createChanging({ certificatePem, keyPem }),
    requestHeaderCa: createChanging(config?.clientCaPem ?? ''),
    handler: createApp(solverAppOptions([fakeProvider()], { gate })),
  });
}

function as(name: string, headers: DirectOptions['headers'] = {}): DirectOptions {
  const { certificatePem: cert = '', keyPem: key = '' } = made[name] ?? {};
  return { cert, key, headers };
}

const get = (options: DirectOptions, target = '/version') => direct(server.port, target, options);

describe('the traps of telling who calls', () => {
  it('trap 9: a certificate of the CA of users proves nothing, even with the name of the front proxy', async () => {
    const forged = { 'X-Remote-User': 'admin', 'X-Remote-Group': 'system:masters' };

    expect((await get(as('user', forged))).code).toBe(401);
    expect((await get(as('proxy', forged))).code).toBe(200);
  });

  it('a chain over a certificate that the front proxy sends along leads to its CA, and without it nowhere', async () => {
    const { cert = '', ...rest } = as('behind', { 'X-Remote-User': 'ann' });
    const chain = [cert, made['between']?.certificatePem].join('\n');

    expect((await get({ ...rest, cert: chain })).code).toBe(200);
    expect((await get({ ...rest, cert })).code).toBe(401);
  });

  it('trap 10: headers that come more than once are kept apart, and names are UTF-8', async () => {
    const user = Buffer.from('安妮', 'utf8').toString('latin1'); // the bytes that Go sends
    await get(as('proxy', { 'X-Remote-User': user, 'X-Remote-Group': ['team', 'a, b'] }));

    expect(reviews[0]?.spec).toMatchObject({
      user: '安妮',
      groups: ['team', 'a, b', 'system:authenticated'],
    });
  });

  it('trap 11: connections outlive the 90 s for which Go keeps idle ones', async () => {
    const agent = new Agent({ keepAlive: true });
    const { headers } = await direct(server.port, '/livez', { ...as('proxy'), agent });
    agent.destroy();
    const [, seconds] = /timeout=(\d+)/.exec(String(headers['keep-alive'])) ?? [];

    expect(Number(seconds)).toBeGreaterThan(90);
  });

  it('trap 13: the aggregator comes with no group, and is authenticated all the same', async () => {
    const discovery = ['/openapi/v2', '/openapi/v3', path.slice(0, -'/fake'.length)];
    for (const target of discovery)
      expect((await get(as('proxy', { 'X-Remote-User': 'system:aggregator' }), target)).code).toBe(200);

    expect(reviews.map(({ spec }) => spec['groups'])).toEqual(discovery.map(() => ['system:authenticated']));
  });

  it.each([
    [aggregatedContentType, aggregatedContentType, 'APIGroupDiscoveryList'],
    [`${aggregatedContentType};profile=nopeer`, aggregatedContentType, 'APIGroupDiscoveryList'],
    [
      'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json',
      'application/json',
      'APIGroupList',
    ],
    ['application/json', 'application/json', 'APIGroupList'],
  ])('trap 21: to %s discovery is labelled %s', async (accept, label, kind) => {
    const headers = { 'X-Remote-User': 'system:kube-aggregator', accept };
    const { code, body, headers: answered } = await get(as('proxy', headers), '/apis');

    expect({ code, label: answered['content-type'] }).toEqual({ code: 200, label });
    expect(JSON.parse(body)).toMatchObject({ kind });
  });

  it('trap 24: a review lists `groups`; `group` was the name in v1beta1', async () => {
    await get(as('proxy', { 'X-Remote-User': 'ann', 'X-Remote-Group': 'team' }), path);

    expect(reviews[0]).toMatchObject({ apiVersion: 'authorization.k8s.io/v1' });
    expect(reviews[0]?.spec).toMatchObject({ groups: ['team', 'system:authenticated'] });
    expect(reviews[0]?.spec).not.toHaveProperty('group');
  });
});
