import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { certificateRequests, certificates, issuers } from '../../api/kinds.ts';
import { findCondition } from '../../api/conditions.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import { type Secret, secrets } from '../../api/secret.ts';
import { repository } from '../../tools/toolchain.ts';
import { type Recorded, essences } from '../cluster/final-state.ts';
import {
  type ControllerScene,
  type TestController,
  startControllerScene,
} from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';

const tape = join(repository, 'test', 'fixtures', 'upstream-tape');

type Final = Readonly<Record<string, readonly Recorded[]>>;

/** What upstream left behind: Certificates, requests, Issuers and Secrets of one scene. */
async function recordedFinal(namespace: string): Promise<readonly Recorded[]> {
  const final = JSON.parse(await readFile(join(tape, 'final.json'), 'utf8')) as Final;
  return ['Certificate', 'CertificateRequest', 'Issuer', 'Secret']
    .flatMap((kind) => final[kind] ?? [])
    .filter(({ metadata }) => metadata.namespace === namespace);
}

/** What people applied in a scene: the first version of everything that kubectl made. */
async function recordedManifests(namespace: string): Promise<readonly Recorded[]> {
  const lines = (await readFile(join(tape, `${namespace}.jsonl`), 'utf8')).trim().split('\n');
  const annotation = 'kubectl.kubernetes.io/last-applied-configuration';
  return lines.flatMap((line) => {
    const { event, object } = JSON.parse(line) as { event: string; object: Recorded };
    if (event !== 'ADDED' || object.metadata.annotations?.[annotation] === undefined) return [];
    const { status: _, metadata, ...manifest } = object;
    return [{ ...manifest, metadata: { name: metadata.name ?? '' } }];
  });
}

async function ourFinal(scene: ControllerScene): Promise<readonly Recorded[]> {
  const { admin } = scene.plane;
  const { namespace } = scene;
  const asSecret = (secret: Secret): Recorded => ({ ...secret, kind: 'Secret' });
  return [
    ...((await admin.list(certificates, { namespace })) as readonly Recorded[]),
    ...((await admin.list(certificateRequests, { namespace })) as readonly Recorded[]),
    ...((await admin.list(issuers, { namespace })) as readonly Recorded[]),
    ...(await admin.list(secrets, { namespace })).map(asSecret),
  ];
}

describe('the recorded scene `ca`: root, issuer, leaves, a manual renewal, another name, a lost Secret', () => {
  let scene: ControllerScene;
  let controller: TestController;

  beforeAll(async () => {
    scene = await startControllerScene('ca');
    controller = await scene.start();
    await scene.apply(...(await recordedManifests('ca')));
    await Promise.all(['root', 'plain', 'full'].map((name) => scene.ready(name)));
    await renew(await scene.ready('plain'));
    await scene.ready('plain', 2);
    const dnsNames = ['full.example.com', 'added.example.com'];
    await scene.plane.admin.patch(certificates, { namespace: 'ca', name: 'full' }, { spec: { dnsNames } });
    await scene.ready('full', 2);
    await scene.plane.admin.delete(secrets, { namespace: 'ca', name: 'plain-tls' });
    await scene.ready('plain', 3);
    await waitFor(
      'old requests to be gone',
      async () => (await scene.requests('plain')).length === 1 || undefined,
    );
  });

  afterAll(async () => {
    await controller?.stop();
    await scene?.stop();
  });

  /** As cmctl does. */
  async function renew(certificate: Certificate): Promise<void> {
    const trigger = {
      type: 'Issuing',
      status: 'True',
      reason: 'ManuallyTriggered',
      message: 'Certificate re-issuance manually triggered',
      lastTransitionTime: '2026-01-01T00:00:00Z',
      observedGeneration: 1,
    } as const;
    const conditions = [...(certificate.status?.conditions ?? []), trigger];
    await scene.plane.admin.replaceStatus(certificates, {
      ...certificate,
      status: { ...certificate.status, conditions },
    });
  }

  it('ends as upstream ended it', async () => {
    expect(essences(await ourFinal(scene))).toEqual(essences(await recordedFinal('ca')));
  });
});

describe('the recorded scene `fail`: an issuer that is missing, one that is not ready, one of somebody else', () => {
  const covered = ['no-issuer', 'issuer-not-ready', 'external'];
  const isCovered = ({ metadata }: Recorded) => {
    const owner = metadata.ownerReferences?.[0]?.name ?? metadata.name ?? '';
    return covered.includes(owner) || metadata.name === 'ca-absent';
  };
  /**
   * In the recording the admission webhook refused to let the request of the external issuer be approved, for want of the
   * verb; this scene runs without the webhook.
   */
  const unapproved = (object: Recorded): Recorded => {
    if (object.metadata.name !== 'external-1') return object;
    const { status: _, ...request } = object;
    return request;
  };
  let scene: ControllerScene;
  let controller: TestController;

  beforeAll(async () => {
    scene = await startControllerScene('fail');
    controller = await scene.start();
    await scene.apply(...(await recordedManifests('fail')).filter(isCovered));
    await waitFor('everything to be under way', async () => {
      const requests = await scene.plane.admin.list(certificateRequests, { namespace: 'fail' });
      const waiting = requests.filter(
        ({ status }) => findCondition(status?.conditions, 'Ready') !== undefined,
      );
      return (requests.length === 3 && waiting.length === 2) || undefined;
    });
  });

  afterAll(async () => {
    await controller?.stop();
    await scene?.stop();
  });

  it('ends as upstream ended it', async () => {
    const [ours, theirs] = [await ourFinal(scene), await recordedFinal('fail')];

    expect(essences(ours.filter(isCovered).map(unapproved))).toEqual(essences(theirs.filter(isCovered)));
  });
});
