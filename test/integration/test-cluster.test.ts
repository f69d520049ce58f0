import { describe, expect, it } from 'vitest';
import { getHttps } from '../cluster/get-https.ts';
import { lackedPermission } from '../cluster/audit.ts';
import { startedFor } from '../cluster/suite.ts';
import { startTestCluster } from '../cluster/test-cluster.ts';

describe('the test cluster with everything in it', () => {
  const cluster = startedFor(() => startTestCluster());

  const apply = (object: object) =>
    cluster().plane.kubectl(['apply', '-f', '-'], { stdin: JSON.stringify(object) });

  it('turns a Certificate into a Secret', async () => {
    const { plane } = cluster();
    await apply({
      apiVersion: 'cert-manager.io/v1',
      kind: 'Issuer',
      metadata: { name: 'self', namespace: 'default' },
      spec: { selfSigned: {} },
    });
    await apply({
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'shop', namespace: 'default' },
      spec: { secretName: 'shop-tls', dnsNames: ['shop.example.com'], issuerRef: { name: 'self' } },
    });

    const wait = ['wait', '--for=condition=Ready', '--timeout=20s', 'certificate/shop', '-n', 'default'];
    expect(await plane.kubectl(wait)).toMatchObject({ code: 0 });
    expect(await plane.kubectlOrThrow(['get', 'secret', 'shop-tls', '-n', 'default'])).toContain(
      'kubernetes.io/tls',
    );
  });

  it('refuses a Certificate that can never be issued', async () => {
    const { code, stderr } = await apply({
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'nameless', namespace: 'default' },
      spec: { secretName: 'nameless-tls', issuerRef: { name: 'self' } },
    });

    expect(code).toBe(1);
    expect(stderr).toContain('admission webhook "webhook.cert-manager.io" denied the request');
  });

  it('runs every role as its own ServiceAccount, and none asks for more than it may', async () => {
    const asked = (await cluster().plane.auditEvents()).filter(({ user }) =>
      user.username.startsWith('system:serviceaccount:certloom:'),
    );
    const refused = asked.filter(lackedPermission);

    expect(new Set(asked.map(({ user }) => user.username.split(':').at(-1)))).toEqual(
      new Set(['certloom-controller', 'certloom-webhook', 'certloom-dns-solver']),
    );
    expect(refused.map(({ verb, requestURI }) => `${verb} ${requestURI}`)).toEqual([]);
  });

  it('serves the metrics of each role', async () => {
    const { urls } = cluster().roles;

    for (const { metrics } of Object.values(urls)) {
      expect(await (await fetch(`${metrics}/metrics`)).text()).toContain('process_cpu_seconds_total');
    }
  });

  it('has an ACME server that our name server answers', async () => {
    const { acme, dns } = cluster();

    expect(JSON.parse(await getHttps(acme.directoryUrl, { ca: acme.caPem }))).toHaveProperty('newOrder');
    expect(await dns.txtRecords('nothing.example.com')).toEqual([]);
  });
});
