import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findCondition } from '../../api/conditions.ts';
import { certificateRequests, certificates, issuers } from '../../api/kinds.ts';
import { secrets } from '../../api/secret.ts';
import {
  type ControllerScene,
  type TestController,
  certificateFor,
  entry,
  rootAndCa,
  startControllerScene,
} from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';

const namespace = 'shop';
let scene: ControllerScene;
let controller: TestController;

beforeAll(async () => {
  scene = await startControllerScene(namespace);
  controller = await scene.start();
});

afterAll(async () => {
  await controller?.stop();
  await scene?.stop();
});

describe('a leaf, its CA issuer, the root and its issuer, applied in the wrong order', () => {
  beforeAll(async () => {
    await scene.apply(certificateFor('leaf'), ...rootAndCa.toReversed());
  });

  it('become ready', async () => {
    await scene.ready('root');
    await scene.ready('leaf');
    const issuer = await scene.plane.admin.get(issuers, { namespace, name: 'ca' });

    expect(findCondition(issuer?.status?.conditions, 'Ready')).toMatchObject({
      status: 'True',
      reason: 'KeyPairVerified',
      message: 'Signing CA verified',
    });
  });

  it('form a chain, in Secrets as upstream writes them', async () => {
    const [root, leaf] = [await scene.secret('root'), await scene.secret('leaf')];

    const rootKey = new X509Certificate(entry(root, 'tls.crt')).publicKey;
    expect(new X509Certificate(entry(leaf, 'tls.crt')).verify(rootKey)).toBe(true);
    expect(entry(leaf, 'ca.crt')).toBe(entry(root, 'tls.crt'));
    expect(leaf.type).toBe('kubernetes.io/tls');
    expect(leaf.metadata.labels).toEqual({ 'controller.cert-manager.io/fao': 'true' });
    expect(leaf.metadata.annotations).toEqual({
      'cert-manager.io/alt-names': 'leaf.example.com',
      'cert-manager.io/certificate-name': 'leaf',
      'cert-manager.io/common-name': '',
      'cert-manager.io/ip-sans': '',
      'cert-manager.io/issuer-group': '',
      'cert-manager.io/issuer-kind': '',
      'cert-manager.io/issuer-name': 'ca',
      'cert-manager.io/uri-sans': '',
    });
  });

  it('leave no next key behind', async () => {
    const found = await scene.plane.admin.list(secrets, { namespace });

    expect(new Set(found.map(({ metadata }) => metadata.name))).toEqual(new Set(['leaf-tls', 'root-tls']));
  });
});

describe('one certificate from a ready CA issuer', () => {
  beforeAll(async () => {
    await scene.apply(certificateFor('counted'));
    await scene.ready('counted');
  });

  it('costs five writes', async () => {
    expect(await scene.writesAbout('counted')).toEqual([
      'update certificates/status',
      'create certificaterequests',
      'update certificaterequests/status',
      'patch secrets',
      'update certificates/status',
    ]);
  });

  it('and three events, in the words that people know', async () => {
    const events = await waitFor('three events', async () => {
      const found = await scene.events('counted');
      return found.length >= 3 ? found : undefined;
    });

    expect(events.map(({ reason, message }) => `${reason}: ${message}`).toSorted()).toEqual([
      'Issuing: Issuing certificate as Secret does not exist',
      'Issuing: The certificate has been successfully issued',
      'Requested: Created new CertificateRequest resource "counted-1"',
    ]);
  });

  it('says in its request whose it is', async () => {
    const [request] = await scene.requests('counted');

    expect(request?.metadata).toMatchObject({
      name: 'counted-1',
      annotations: {
        'cert-manager.io/certificate-name': 'counted',
        'cert-manager.io/certificate-revision': '1',
        'cert-manager.io/private-key-secret-name': 'counted-1-next',
      },
    });
    expect(request?.status?.conditions?.map(({ type, reason, message }) => [type, reason, message])).toEqual([
      ['Approved', 'cert-manager.io', 'Certificate request has been approved by cert-manager.io'],
      ['Ready', 'Issued', 'Certificate fetched from issuer successfully'],
    ]);
  });
});

describe('two hundred certificates from one apply', () => {
  const names = Array.from({ length: 200 }, (_, number) => `many-${number}`);

  it('are each issued once', async () => {
    await scene.apply(...names.map((name) => certificateFor(name)));
    await waitFor(
      'two hundred ready certificates',
      async () => {
        const all = await scene.plane.admin.list(certificates, { namespace });
        const ready = all.filter(
          ({ metadata, status }) => metadata.name?.startsWith('many-') && status?.revision === 1,
        );
        return ready.length === 200 || undefined;
      },
      { seconds: 60 },
    );

    const writes = await scene.writesAbout('many-');
    const counts = Object.groupBy(writes, (write) => write);
    expect(Object.fromEntries(Object.entries(counts).map(([write, all]) => [write, all?.length]))).toEqual({
      'update certificates/status': 400,
      'create certificaterequests': 200,
      'update certificaterequests/status': 200,
      'patch secrets': 200,
    });
  });

  it('without a single warning', async () => {
    const args = ['get', 'events', '-n', namespace, '--field-selector', 'type=Warning', '-o', 'name'];
    const warnings = (await scene.plane.kubectlOrThrow(args)).trim().split('\n');

    expect(warnings.filter((name) => name.includes('many-'))).toEqual([]);
  });
});

describe('a certificate that is ready', () => {
  it('is issued again when its Secret is deleted', async () => {
    await scene.apply(certificateFor('lost'));
    await scene.ready('lost');
    await scene.plane.kubectlOrThrow(['delete', 'secret', '-n', namespace, 'lost-tls']);
    await scene.ready('lost', 2);

    expect((await scene.requests('lost')).map(({ metadata }) => metadata.name)).toEqual(['lost-2']);
  });

  it('is issued again when its names change', async () => {
    await scene.apply(certificateFor('renamed'));
    await scene.ready('renamed');
    await scene.apply(certificateFor('renamed', { dnsNames: ['other.example.com'] }));
    await scene.ready('renamed', 2);

    const { subjectAltName } = new X509Certificate(entry(await scene.secret('renamed'), 'tls.crt'));
    expect(subjectAltName).toBe('DNS:other.example.com');
  });

  it('is renewed when cmctl says so, with a new key', async () => {
    await scene.apply(certificateFor('manual'));
    const before = await scene.ready('manual');
    const key = entry(await scene.secret('manual'), 'tls.key');
    const trigger = {
      type: 'Issuing',
      status: 'True',
      reason: 'ManuallyTriggered',
      message: 'Certificate re-issuance manually triggered',
      lastTransitionTime: '2026-01-01T00:00:00Z',
      observedGeneration: 1,
    } as const;
    const conditions = [...(before.status?.conditions ?? []), trigger];
    await scene.plane.admin.replaceStatus(certificates, {
      ...before,
      status: { ...before.status, conditions },
    });
    await scene.ready('manual', 2);

    expect(entry(await scene.secret('manual'), 'tls.key')).not.toBe(key);
  });

  it('keeps its key when that is never to be rotated', async () => {
    const kept = certificateFor('kept', { privateKey: { algorithm: 'ECDSA', rotationPolicy: 'Never' } });
    await scene.apply(kept);
    await scene.ready('kept');
    const key = entry(await scene.secret('kept'), 'tls.key');
    await scene.apply({ ...kept, spec: { ...kept.spec, dnsNames: ['kept2.example.com'] } });
    await scene.ready('kept', 2);

    expect(entry(await scene.secret('kept'), 'tls.key')).toBe(key);
  });
});

describe('a request that somebody else has to approve', () => {
  beforeAll(async () => {
    await controller.stop();
    controller = await scene.start({ settings: { autoApprove: false } });
  });

  afterAll(async () => {
    await controller.stop();
    controller = await scene.start();
  });

  async function decided(name: string, type: 'Approved' | 'Denied'): Promise<void> {
    await scene.apply(certificateFor(name));
    const request = await waitFor('the request', async () => (await scene.requests(name))[0]);
    const lastTransitionTime = new Date().toISOString().replace(/\.\d+/, '');
    const condition = {
      type,
      status: 'True',
      reason: 'KubectlCertManager',
      message: 'by hand',
      lastTransitionTime,
    } as const;
    await scene.plane.admin.replaceStatus(certificateRequests, {
      ...request,
      status: { conditions: [condition] },
    });
  }

  it('waits with its key in a Secret, and is signed when it is approved', async () => {
    await decided('approved', 'Approved');
    await scene.ready('approved');

    expect(await scene.writesAbout('approved')).toEqual([
      'update certificates/status',
      'create secrets',
      'create certificaterequests',
      'update certificaterequests/status',
      'patch secrets',
      'update certificates/status',
      'delete secrets',
    ]);
  });

  it('fails its certificate when it is denied', async () => {
    await decided('denied', 'Denied');
    const status = await waitFor('the failure', async () => {
      const found = await scene.certificate('denied');
      return found?.status?.failedIssuanceAttempts === undefined ? undefined : found.status;
    });

    expect(findCondition(status.conditions, 'Issuing')).toMatchObject({
      status: 'False',
      reason: 'KubectlCertManager',
      message: 'The certificate request has failed to complete and will be retried: by hand',
    });
  });

  it('tries again at once when the spec changes', async () => {
    const [before] = await scene.requests('denied');
    await scene.apply(certificateFor('denied', { dnsNames: ['other.example.com'] }));

    const again = await waitFor('another request', async () => {
      const [request] = await scene.requests('denied');
      return request === undefined || request.metadata.uid === before?.metadata.uid ? undefined : request;
    });
    expect(again.metadata.name).toBe('denied-1');
  });
});
