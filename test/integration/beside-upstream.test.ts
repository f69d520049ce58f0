import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { KubeObject } from '../../api/resource.ts';
import { createCertificate } from '../cluster/certificates.ts';
import { applyChart, chartDirectory, type ChartValues, renderChart } from '../cluster/chart.ts';
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts';
import { freePort, waitFor } from '../cluster/loopback.ts';
import { createRoles, type Roles } from '../cluster/roles.ts';
import { startYesSayer } from './admission-support/yes-sayer.ts';
import { upstreamConfigurations } from './admission-support/upstream-configurations.ts';

const values = parse(readFileSync(join(chartDirectory, 'values-admission-only.yaml'), 'utf8')) as ChartValues;
const upstreamController = 'system:serviceaccount:cert-manager:cert-manager';

/** What a stand-in for upstream's webhook was asked. */
const asked: string[] = [];
let plane: ControlPlane;
let upstream: Server;
let roles: Roles;
let before: string;

/** Upstream's two configurations, as the API server has them. */
const upstreams = () =>
  plane.kubectlOrThrow([
    'get',
    'mutatingwebhookconfiguration/cert-manager-webhook',
    'validatingwebhookconfiguration/cert-manager-webhook',
    '--show-managed-fields',
    '-o',
    'json',
  ]);

async function installUpstream(): Promise<void> {
  const crds = (await renderChart()).filter(({ kind }) => kind === 'CustomResourceDefinition');
  await applyChart(plane, crds, {});
  const ca = await createCertificate(plane.dir, { name: 'upstream-ca', commonName: 'upstream-ca' });
  const serving = await createCertificate(plane.dir, {
    name: 'upstream',
    commonName: 'upstream',
    subjectAltName: 'DNS:localhost',
    signer: ca,
  });
  const port = await freePort();
  upstream = startYesSayer({ cert: serving.certificatePem, key: serving.keyPem }, asked);
  upstream.listen(port, '127.0.0.1');
  await once(upstream, 'listening');
  await apply(...upstreamConfigurations(`https://localhost:${port}`, ca.certificatePem));
  const bind = ['create', 'clusterrolebinding', 'upstream', '--clusterrole=cluster-admin'];
  await plane.kubectlOrThrow([...bind, `--user=${upstreamController}`]);
}

async function installOurs(): Promise<void> {
  const chart = await renderChart(values);
  roles = await createRoles(plane, chart, {});
  await applyChart(plane, chart, roles.ports);
  await roles.start('webhook');
}

async function send(objects: readonly object[], flags: readonly string[] = []) {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  return plane.kubectl(['apply', '-f', '-', ...flags], { stdin });
}

async function apply(...objects: readonly object[]): Promise<void> {
  const { code, stderr } = await send(objects);
  if (code !== 0) throw new Error(stderr);
}

function certificate(name: string, spec: object = {}): object {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace: 'default' },
    spec: { secretName: name, dnsNames: ['shop.example'], issuerRef: { name: 'ca' }, ...spec },
  };
}

function request(name: string): object {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'CertificateRequest',
    metadata: { name, namespace: 'default' },
    spec: { request: 'Y3Ny', issuerRef: { name: 'ca' } },
  };
}

beforeAll(async () => {
  plane = await startControlPlane();
  await installUpstream();
  before = await upstreams();
  await installOurs();
});
afterAll(async () => {
  await roles?.stop();
  upstream?.closeAllConnections();
  upstream?.close();
  await plane?.stop();
});
beforeEach(() => void (asked.length = 0));

const readiness = async () => (await fetch(`${roles.urls.webhook.health}/readyz?verbose`)).text();

describe('admission beside an upstream cert-manager', () => {
  it('is ready', async () => {
    await waitFor('readiness', async () => (await readiness()).includes('[+]reachable ok') || undefined);

    expect(await readiness()).toContain('readyz check passed');
  });

  it('judges what people write under its own name, and upstream is asked as well', async () => {
    const { stderr } = await send([certificate('half', { duration: '30m' })]);

    expect(stderr).toContain('admission webhook "webhook.certloom.dev" denied the request: spec.duration');
    expect(asked).toEqual(['/validate CREATE certificates']);
  });

  it('fills nothing in: neither in a new Certificate nor in one that changes', async () => {
    await apply(certificate('shop'));
    await apply(certificate('shop', { dnsNames: ['www.example'] }));

    const stored = await plane.kubectlOrThrow(['get', 'certificate', 'shop', '-o', 'json']);
    const { spec } = JSON.parse(stored) as KubeObject & { readonly spec: object };
    expect(spec).toEqual({ secretName: 'shop', dnsNames: ['www.example'], issuerRef: { name: 'ca' } });
  });

  it("leaves what upstream's controller makes to upstream", async () => {
    const { code } = await send([request('shop-1')], [`--as=${upstreamController}`]);

    expect(asked).toEqual(['/mutate CREATE certificaterequests', '/validate CREATE certificaterequests']);
    expect(code).toBe(0);
  });

  it('judges a CertificateRequest of somebody else', async () => {
    const { stderr } = await send([request('own')]);

    expect(stderr).toContain('admission webhook "webhook.certloom.dev" denied the request: spec.request');
  });

  it('writes its CA into its own configurations only', async () => {
    const bundles = await plane.kubectlOrThrow([
      'get',
      'mutatingwebhookconfiguration/certloom-webhook',
      'validatingwebhookconfiguration/certloom-webhook',
      '-o',
      'jsonpath={.items[*].webhooks[*].clientConfig.caBundle}',
    ]);
    const ca = await plane.kubectlOrThrow([
      'get',
      'secret',
      'certloom-webhook-ca',
      '--namespace=certloom',
      '-o',
      'jsonpath={.data.tls\\.crt}',
    ]);

    expect(bundles.split(' ')).toEqual([ca, ca, ca]);
    expect(await upstreams()).toBe(before);
  });
});

describe('when only one of the two webhooks is up', () => {
  it("upstream's controller goes on without ours, and people have to wait", async () => {
    const ours = roles.process('webhook');
    ours.kill('SIGKILL');
    await ours.exited;
    const made = await send([request('shop-2')], [`--as=${upstreamController}`]);
    const written = await send([certificate('later')]);

    expect(made.code).toBe(0);
    expect(written.stderr).toContain('failed calling webhook "webhook.certloom.dev"');
  });

  it("ours is ready without upstream's", async () => {
    upstream.closeAllConnections();
    upstream.close();
    const start = roles.start('webhook');
    await waitFor('readiness', async () => (await readiness()).includes('[+]reachable ok') || undefined);
    const { stderr } = await send([certificate('later')]);

    expect(stderr).toContain('failed calling webhook "webhook.cert-manager.io"');
    roles.process('webhook').kill('SIGKILL');
    await start.catch(() => undefined);
  });
});
