import { X509Certificate } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findCondition } from '../../api/conditions.ts';
import { type Ingress, ingresses, pods } from '../../api/core.ts';
import { secrets } from '../../api/secret.ts';
import { lackedPermission } from '../cluster/audit.ts';
import { certificateFor, entry } from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';
import { certificateShown } from '../cluster/shown-certificate.ts';
import { startedFor } from '../cluster/suite.ts';
import { counted, startHttp01Scene } from './acme-http01-scene.ts';

const scene = startedFor(startHttp01Scene);

function certificateOf(name: string, issuer: string, spec: object = {}, annotations: object = {}) {
  const usual = { issuerRef: { name: issuer }, dnsNames: [`${name}.http.example.com`] };
  const certificate = certificateFor(name, { ...usual, ...spec });
  return { ...certificate, metadata: { ...certificate.metadata, annotations } };
}

/** Has a certificate issued, and waits until nothing is left of its proofs. */
async function issued(...manifest: Parameters<typeof certificateOf>) {
  const { apply, ready, cleanedUp, now, requestsSince } = scene();
  const before = await now();
  const began = performance.now();
  await apply(certificateOf(...manifest));
  await ready(manifest[0]);
  const seconds = (performance.now() - began) / 1000;
  await cleanedUp();
  const requests = await requestsSince(before);
  return { seconds, requests: requests.length, writes: counted(requests) };
}

async function namesIn(certificate: string): Promise<string | undefined> {
  const { cluster, namespace } = scene();
  const secret = await cluster.plane.admin.get(secrets, { namespace, name: `${certificate}-tls` });
  return secret && new X509Certificate(entry(secret, 'tls.crt')).subjectAltName;
}

beforeAll(async () => {
  await scene().issuer('acme', { ingress: { ingressClassName: 'traefik' } });
});

afterAll(async () => {
  // all of it was done with the permissions that the chart gives
  const refused = (await scene().cluster.plane.auditEvents()).filter(lackedPermission);
  expect(refused.map(({ verb, requestURI }) => `${verb} ${requestURI}`)).toEqual([]);
});

describe('a certificate for one name, proven through an Ingress', () => {
  it('takes a few seconds and 22 writes, six of them for Pod, Service and Ingress', async () => {
    const { seconds, requests, writes } = await issued('one', 'acme');

    expect(seconds).toBeLessThan(10);
    expect(requests).toBeLessThan(40);
    expect(writes).toEqual({
      'create certificaterequests': 1,
      'create challenges': 1,
      'create ingresses': 1,
      'create orders': 1,
      'create pods': 1,
      'create secrets': 1,
      'create services': 1,
      'delete challenges': 1,
      'delete ingresses': 1,
      'delete pods': 1,
      'delete secrets': 1,
      'delete services': 1,
      'patch challenges': 1,
      'patch secrets': 1,
      'update certificaterequests/status': 2,
      'update certificates/status': 2,
      'update challenges/status': 2,
      'update orders/status': 2,
    });
  });
});

describe('a certificate for twenty names', () => {
  it('proves all of them at the same time', async () => {
    const dnsNames = Array.from({ length: 20 }, (_, index) => `n${index}.http.example.com`);
    const { seconds, writes } = await issued('twenty', 'acme', { dnsNames });

    expect(seconds).toBeLessThan(40); // a minute and more one after the other
    expect(writes).toMatchObject({ 'create pods': 20, 'delete pods': 20 });
    expect(writes['update challenges/status']).toBeGreaterThanOrEqual(40);
    expect(writes['update challenges/status']).toBeLessThanOrEqual(60); // a proof that is slow to be seen says so
  });
});

describe('a certificate for an IP address', () => {
  it('is proven by an Ingress without a host', async () => {
    const { address } = scene();
    await issued('address', 'acme', { dnsNames: [], ipAddresses: [address] });

    expect(await namesIn('address')).toBe(`IP Address:${address}`);
  });
});

describe('an Ingress that is edited in place', () => {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  const path = { path: '/', pathType: 'Prefix' as const, backend };
  const manifest = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', annotations: { 'example.com/team': 'shop' } },
    spec: {
      ingressClassName: 'traefik',
      rules: [{ host: 'in-place.http.example.com', http: { paths: [path] } }],
    },
  };

  /** Without what the API server notes of every write. */
  async function text(): Promise<string> {
    const { cluster, namespace } = scene();
    const there = await cluster.plane.admin.get(ingresses, { namespace, name: 'web' });
    const {
      managedFields: _,
      resourceVersion: _version,
      generation: _generation,
      ...metadata
    } = there?.metadata ?? {};
    return JSON.stringify({ ...there, metadata } satisfies Ingress);
  }

  it('because the Certificate says so proves three names, and is then byte for byte as it was', async () => {
    await scene().apply(manifest);
    const annotations = { 'acme.cert-manager.io/http01-override-ingress-name': 'web' };
    const before = await text();
    const dnsNames = ['in-place', 'no-rule-yet', 'nor-this'].map((name) => `${name}.http.example.com`);
    const { writes } = await issued('in-place', 'acme', { dnsNames }, annotations);

    expect(await text()).toBe(before);
    expect(writes['update ingresses']).toBeLessThanOrEqual(6);
    expect(writes).not.toHaveProperty('create ingresses');
  });
});

describe('a solver for the Gateway API', () => {
  it('proves a name through an HTTPRoute', async () => {
    const { apply, issuer } = scene();
    const listener = {
      name: 'web',
      protocol: 'HTTP',
      port: 80,
      allowedRoutes: { namespaces: { from: 'Same' } },
    };
    await apply({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public' },
      spec: { gatewayClassName: 'traefik', listeners: [listener] },
    });
    const parentRefs = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' }];
    await issuer('gateway', { gatewayHTTPRoute: { parentRefs } });

    const { writes } = await issued('routed', 'gateway');

    expect(writes).toMatchObject({ 'create httproutes': 1, 'delete httproutes': 1 });
    expect(writes).not.toHaveProperty('create ingresses');
  });
});

describe('a site that asks for its certificate by an annotation', () => {
  const annotations = { 'cert-manager.io/cluster-issuer': 'public' };
  const backend = { service: { name: 'web', port: { number: 80 } } };

  function site(name: string, more: object = {}): object {
    const host = `${name}.http.example.com`;
    const http = { paths: [{ path: '/', pathType: 'Prefix', backend }] };
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name, annotations: { ...annotations, ...more } },
      spec: {
        ingressClassName: 'traefik',
        tls: [{ hosts: [host], secretName: `${name}-tls` }],
        rules: [{ host, http }],
      },
    };
  }

  /** Waits until Traefik serves a name with the certificate for it. @returns the names in the Secret */
  async function served(name: string): Promise<string | undefined> {
    const { address, ready, cleanedUp } = scene();
    await ready(`${name}-tls`);
    await cleanedUp();
    const names = `DNS:${name}.http.example.com`;
    await waitFor(`${name} to be served`, async () => {
      const shown = await certificateShown({ host: address, port: 443, servername: names.slice(4) });
      return shown.subjectaltname === names || undefined;
    });
    return namesIn(name);
  }

  beforeAll(async () => {
    await scene().clusterIssuer('public', { ingress: { ingressClassName: 'traefik' } });
  });

  it.each([
    ['an Ingress, by another one beside it', 'beside', {}],
    ['an Ingress, by that itself', 'itself', { 'acme.cert-manager.io/http01-edit-in-place': 'true' }],
  ])('has it served: %s', async (_, name, more) => {
    await scene().apply(site(name, more));

    expect(await served(name)).toBe(`DNS:${name}.http.example.com`);
  });

  it('has it served: a Gateway, by a route of its own', async () => {
    const { apply, clusterIssuer } = scene();
    await clusterIssuer('by-route', { gatewayHTTPRoute: {} });
    const allowedRoutes = { namespaces: { from: 'All' } };
    const tls = { mode: 'Terminate', certificateRefs: [{ name: 'listener-tls' }] };
    const hostname = 'listener.http.example.com';
    await apply({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'listener', annotations: { 'cert-manager.io/cluster-issuer': 'by-route' } },
      spec: {
        gatewayClassName: 'traefik',
        listeners: [
          { name: 'web', port: 80, protocol: 'HTTP', allowedRoutes },
          { name: 'websecure', port: 443, protocol: 'HTTPS', hostname, tls, allowedRoutes },
        ],
      },
    });

    expect(await served('listener')).toBe(`DNS:${hostname}`);
  });
});

describe('a solver that asks for the responder', () => {
  const annotations = { 'certloom/http01-responder': 'shared' };
  const ingress = { ingressClassName: 'traefik', ingressTemplate: { metadata: { annotations } } };

  it('has twenty names proven by the controller itself: no Pods, no Services, two writes for each route', async () => {
    const { issuer, pods: solvers } = scene();
    await issuer('shared', { ingress });
    const before = solvers.started;
    const dnsNames = Array.from({ length: 20 }, (_, index) => `s${index}.http.example.com`);
    const { seconds, writes } = await issued('shared', 'shared', { dnsNames });

    expect(seconds).toBeLessThan(40);
    expect(writes).toMatchObject({ 'create ingresses': 20, 'delete ingresses': 20 });
    expect(Object.keys(writes).filter((what) => /pods|services/.test(what))).toEqual([]);
    expect(solvers.started).toBe(before);
  });

  it('leaves no route behind when the controller is killed and the Challenge is torn away', async () => {
    const { apply, challenges, cluster, namespace, leftovers, cleanedUp } = scene();
    await apply(certificateOf('torn', 'shared', { dnsNames: ['nobody.example.com'] }));
    const [challenge] = await waitFor('the proof to be presented', async () => {
      const there = await challenges();
      return there.some(({ status }) => status?.presented === true) ? there : undefined;
    });
    const process = cluster.roles.process('controller');
    process.kill('SIGKILL');
    await process.exited;
    const patch = JSON.stringify({ metadata: { finalizers: null } });
    const name = challenge?.metadata.name ?? '';
    await cluster.plane.kubectlOrThrow([
      'patch',
      'challenge',
      '-n',
      namespace,
      name,
      '--type=merge',
      '-p',
      patch,
    ]);
    await cluster.plane.kubectlOrThrow([
      'delete',
      'certificate',
      '-n',
      namespace,
      'torn',
      '--cascade=foreground',
    ]);
    expect(await leftovers()).toEqual([expect.stringMatching(/^Ingress certloom\/cm-acme-http-solver-/)]);
    await cluster.roles.start('controller');

    await cleanedUp();
  });
});

describe('a proof that does not get on', () => {
  const selfCheck = 'Waiting for HTTP-01 challenge propagation: failed to perform self check GET request';
  const noIngress = 'The Ingress "lost" that the http01 solver edits does not exist in namespace "shop"';

  beforeAll(async () => {
    const { apply } = scene();
    const annotations = { 'acme.cert-manager.io/http01-override-ingress-name': 'lost' };
    await apply(
      certificateOf('nobody', 'acme', { dnsNames: ['nobody.example.com'] }),
      certificateOf('lost', 'acme', {}, annotations),
    );
  });
  afterAll(async () => {
    await remove('nobody', 'lost');
  });

  async function challengeOf(name: string) {
    return (await scene().challenges()).find(({ metadata }) => metadata.name?.startsWith(`${name}-`));
  }

  /** Waits for words on the condition Issuing of a Certificate. */
  async function told(name: string, ...words: readonly string[]): Promise<string> {
    return waitFor(`${words.join(', ')} on the Certificate`, async () => {
      const { status } = await scene().certificate(name);
      const message = findCondition(status?.conditions, 'Issuing')?.message ?? '';
      return words.every((word) => message.includes(word)) ? message : undefined;
    });
  }

  it('because nobody listens is told of on Challenge and Certificate; a Pod that goes missing is made again', async () => {
    const { cluster, namespace } = scene();
    const { admin } = cluster.plane;
    const name = await waitFor('the solver Pod', async () => {
      const there = await admin.list(pods, { namespace });
      const own = there.find(({ metadata }) => metadata.ownerReferences?.[0]?.name.startsWith('nobody-'));
      return own?.metadata.name;
    });
    const { uid } = (await admin.get(pods, { namespace, name }))?.metadata ?? {};
    await cluster.plane.kubectlOrThrow(['delete', 'pod', '-n', namespace, name]);

    expect(await told('nobody', selfCheck, 'connection refused')).toContain('"nobody.example.com"');
    const reason = (await challengeOf('nobody'))?.status?.reason;
    expect(reason).toContain("'http://nobody.example.com/.well-known/acme-challenge/");
    await waitFor('another solver Pod', async () => {
      const again = await admin.get(pods, { namespace, name });
      return (again !== undefined && again.metadata.uid !== uid) || undefined;
    });
  });

  it('because there is no such Ingress names it on Challenge and Certificate', async () => {
    expect(await told('lost', noIngress)).toContain('"lost.http.example.com"');
    expect((await challengeOf('lost'))?.status).toMatchObject({ state: 'pending', reason: noIngress });
  });
});

async function remove(...names: readonly string[]): Promise<void> {
  const { cluster, namespace, cleanedUp } = scene();
  await cluster.plane.kubectlOrThrow(['delete', 'certificate', '-n', namespace, ...names]);
  await cleanedUp();
}

describe('kill -9 of the controller during a proof by HTTP', () => {
  it.each([400, 1500])(
    '%i ms after it began ends in a certificate, with one order and no object left',
    async (milliseconds) => {
      const { cluster, apply, ready, cleanedUp } = scene();
      const name = `killed-${milliseconds}`;
      const before = (await cluster.acme.orders()).length;
      await apply(certificateOf(name, 'acme'));
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      const process = cluster.roles.process('controller');
      process.kill('SIGKILL');
      await process.exited;
      await cluster.roles.start('controller');

      await ready(name);
      await cleanedUp();
      expect((await cluster.acme.orders()).length - before).toBe(1);
    },
  );
});
