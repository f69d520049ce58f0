import type { Server } from 'node:https';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCertificate } from '../cluster/certificates.ts';
import { installChart } from '../cluster/chart.ts';
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts';
import { freePort } from '../cluster/loopback.ts';
import { startYesSayer } from './admission-support/yes-sayer.ts';

describe('the webhook is asked', () => {
  const asked: string[] = [];
  let plane: ControlPlane;
  let server: Server;

  beforeAll(async () => {
    plane = await startControlPlane();
    const ca = await createCertificate(plane.dir, { name: 'yes-ca', commonName: 'yes-ca' });
    const subjectAltName = 'DNS:localhost';
    const serving = await createCertificate(plane.dir, {
      name: 'yes',
      commonName: 'yes',
      subjectAltName,
      signer: ca,
    });
    const port = await freePort();
    server = startYesSayer({ cert: serving.certificatePem, key: serving.keyPem }, asked).listen(
      port,
      '127.0.0.1',
    );
    await once(server, 'listening');
    await installChart(plane, {}, { webhook: port });
    const caBundle = Buffer.from(ca.certificatePem).toString('base64');
    const trusted = (index: number) => ({
      op: 'add',
      path: `/webhooks/${index}/clientConfig/caBundle`,
      value: caBundle,
    });
    const patches = {
      validatingwebhookconfiguration: [trusted(0)],
      mutatingwebhookconfiguration: [trusted(0), trusted(1)],
    };
    for (const [kind, operations] of Object.entries(patches)) {
      const args = ['patch', kind, 'certloom-webhook', '--type=json', '--patch', JSON.stringify(operations)];
      await plane.kubectlOrThrow(args);
    }
  });
  afterAll(async () => {
    server?.closeAllConnections();
    server?.close();
    await plane?.stop();
  });
  beforeEach(() => void (asked.length = 0));

  const apply = (object: object) =>
    plane.kubectlOrThrow(['apply', '-f', '-'], { stdin: JSON.stringify(object) });
  const patch = (what: string, change: object, subresource = '') => {
    const args = ['patch', ...what.split(' '), '--type=merge', '--patch', JSON.stringify(change)];
    return plane.kubectlOrThrow(subresource === '' ? args : [...args, `--subresource=${subresource}`]);
  };

  const certificate = (dnsName: string) => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'shop', namespace: 'default' },
    spec: { secretName: 'shop-tls', dnsNames: [dnsName], issuerRef: { name: 'ca' } },
  });
  const condition = (type: string, status = 'True') => ({ type, status, reason: 'Test', message: 'test' });

  it('about a new Certificate, first to default it and then to judge it', async () => {
    await apply(certificate('shop.example.com'));

    expect(asked).toEqual(['/mutate CREATE certificates', '/validate CREATE certificates']);
  });

  it('about a change of its spec', async () => {
    await apply(certificate('www.example.com'));

    expect(asked).toEqual(['/mutate UPDATE certificates', '/validate UPDATE certificates']);
  });

  it('not when the same is applied again, nor about labels, finalizers and status', async () => {
    await apply(certificate('www.example.com'));
    await patch('certificate shop', { metadata: { labels: { team: 'web' } } });
    await patch('certificate shop', { metadata: { finalizers: ['example.com/wait'] } });
    await patch('certificate shop', { status: { conditions: [condition('Ready')] } }, 'status');

    expect(asked).toEqual([]);
  });

  it('about nothing of what is being deleted', async () => {
    await plane.kubectlOrThrow(['delete', 'certificate', 'shop', '--wait=false']);
    await patch('certificate shop', { spec: { dnsNames: ['late.example.com'] } });
    await patch('certificate shop', { metadata: { finalizers: null } });

    expect(asked).toEqual([]);
  });

  it('about who made a CertificateRequest, and about its annotations later', async () => {
    await apply({
      apiVersion: 'cert-manager.io/v1',
      kind: 'CertificateRequest',
      metadata: { name: 'shop-1', namespace: 'default' },
      spec: { request: 'Y3Ny', issuerRef: { name: 'ca' } },
    });
    await patch('certificaterequest shop-1', {
      metadata: { annotations: { 'cert-manager.io/private-key-secret-name': 'other' } },
    });

    expect(asked).toEqual([
      '/mutate CREATE certificaterequests',
      '/validate CREATE certificaterequests',
      '/validate UPDATE certificaterequests',
    ]);
  });

  describe('of an approval', () => {
    const role = (name: string, rule: object) =>
      apply({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name },
        rules: [{ apiGroups: ['cert-manager.io'], ...rule }],
      });
    const bind = (user: string, name: string) =>
      plane.kubectlOrThrow([
        'create',
        'clusterrolebinding',
        `${user}-${name}`,
        `--clusterrole=${name}`,
        `--user=${user}`,
      ]);
    const setConditions = async (user: string, request: string, ...conditions: readonly object[]) => {
      const args = [
        'patch',
        'certificaterequest',
        request,
        '--subresource=status',
        '--type=merge',
        `--as=${user}`,
      ];
      await plane.kubectlOrThrow([...args, '--patch', JSON.stringify({ status: { conditions } })]);
    };

    beforeAll(async () => {
      const requests = ['certificaterequests', 'certificaterequests/status'];
      await role('writes-status', { resources: requests, verbs: ['get', 'patch'] });
      const resourceNames = ['issuers.cert-manager.io/default.ca'];
      await role('approves-ca', { resources: ['signers'], verbs: ['approve'], resourceNames });
      for (const user of ['ann', 'jane']) await bind(user, 'writes-status');
      await bind('ann', 'approves-ca');
      for (const name of ['shop-2', 'shop-3']) {
        const spec = { request: 'Y3Ny', issuerRef: { name: name === 'shop-2' ? 'ca' : 'other' } };
        const metadata = { name, namespace: 'default' };
        await apply({ apiVersion: 'cert-manager.io/v1', kind: 'CertificateRequest', metadata, spec });
      }
    });

    it('is asked about who may not, but not about the rest of the status', async () => {
      await setConditions('jane', 'shop-1', condition('Ready', 'False'));
      await setConditions('jane', 'shop-1', condition('Approved'));
      await setConditions('jane', 'shop-1', condition('Approved'), condition('Ready', 'False'));

      expect(asked).toEqual(['/validate UPDATE certificaterequests/status']);
    });

    it('is not asked about who may: that is known to the API server', async () => {
      await setConditions('ann', 'shop-2', condition('Approved'));

      expect(asked).toEqual([]);
    });

    it('is asked about who may, but for another signer', async () => {
      await setConditions('ann', 'shop-3', condition('Denied'));

      expect(asked).toEqual(['/validate UPDATE certificaterequests/status']);
    });
  });

  it('about nothing in a namespace that is labelled to be left alone, except who made a CertificateRequest', async () => {
    await plane.kubectlOrThrow(['create', 'namespace', 'alone']);
    await plane.kubectlOrThrow(['label', 'namespace', 'alone', 'cert-manager.io/disable-validation=true']);
    await apply({
      apiVersion: 'cert-manager.io/v1',
      kind: 'CertificateRequest',
      metadata: { name: 'shop-1', namespace: 'alone' },
      spec: { request: 'Y3Ny', issuerRef: { name: 'ca' } },
    });

    expect(asked).toEqual(['/mutate CREATE certificaterequests']);
  });
});
