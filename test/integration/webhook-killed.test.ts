import { beforeAll, describe, expect, it } from 'vitest';
import { certificateRequests, certificates } from '../../api/kinds.ts';
import { waitFor } from '../cluster/loopback.ts';
import { startedFor } from '../cluster/suite.ts';
import { renew } from '../recording/replay.ts';
import { namespace, startEndToEnd } from './end-to-end-scene.ts';

const scene = startedFor(() => startEndToEnd({ roles: ['webhook', 'controller'] }));

function certificate(name: string, issuer: string, more: object = {}): object {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name },
    spec: {
      secretName: `${name}-tls`,
      issuerRef: { name: issuer },
      dnsNames: [`${name}.example.com`],
      privateKey: { algorithm: 'ECDSA' },
      ...more,
    },
  };
}

const kubectl = (args: string) => scene().plane.kubectl([...args.split(' '), '-n', namespace]);

describe('when the webhook is killed, and nobody takes its place', () => {
  beforeAll(async () => {
    const manifests = [certificate('internal', 'ca'), certificate('public', 'acme')];
    await scene().apply(scene().acmeIssuer('acme'), ...manifests);
    await scene().readyIssuer('acme');
    await Promise.all([scene().ready('internal'), scene().ready('public')]);
    const webhook = scene().roles.process('webhook');
    webhook.kill('SIGKILL');
    await webhook.exited;
  });

  it.each(['internal', 'public'])('the certificate %s is renewed', async (name) => {
    await renew(scene().plane, { namespace, name });

    const { status } = await scene().ready(name, 2);
    expect(status?.revision).toBe(2);
  });

  it('a certificate without which nothing works is made again', async () => {
    await kubectl('delete secret internal-tls');

    await scene().ready('internal', 3);
    expect(await scene().entry('internal', 'tls.crt')).toContain('BEGIN CERTIFICATE');
  });

  it('requests say who made them, as if the webhook had written it down', async () => {
    const { admin } = scene().plane;
    const made = await admin.list(certificateRequests, { namespace });

    expect(new Set(made.map(({ spec }) => spec.username))).toEqual(
      new Set(['system:serviceaccount:certloom:certloom-controller']),
    );
    expect(made.flatMap(({ spec }) => spec.groups ?? [])).toContain('system:serviceaccounts:certloom');
  });

  it('a status is written, a label too', async () => {
    const status = await kubectl(
      'patch certificate internal --subresource=status --type=merge --patch {"status":{"nextPrivateKeySecretName":"x"}}',
    );
    const label = await kubectl('label certificate internal team=web');

    expect([status.stderr, label.stderr]).toEqual(['', '']);
  });

  it('a finalizer is taken off, and the object is gone', async () => {
    await kubectl(
      'patch certificate internal --type=merge --patch {"metadata":{"finalizers":["example.com/wait"]}}',
    );
    await kubectl('delete certificate internal --wait=false');
    const { stderr } = await kubectl(
      'patch certificate internal --type=merge --patch {"metadata":{"finalizers":null}}',
    );

    expect(stderr).toBe('');
    await waitFor('the certificate to go', async () => {
      const found = await scene().plane.admin.get(certificates, { namespace, name: 'internal' });
      return found === undefined || undefined;
    });
  });

  it('a new spec waits: nothing is stored unchecked', async () => {
    const { stderr } = await kubectl(
      'patch certificate public --type=merge --patch {"spec":{"dnsNames":["a.example.com"]}}',
    );

    expect(stderr).toContain('failed calling webhook "webhook.cert-manager.io"');
  });
});
