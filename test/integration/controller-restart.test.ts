import { X509Certificate, createPrivateKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Certificate } from '../../api/certificate/certificate.ts';
import { certificateRequests, certificates } from '../../api/kinds.ts';
import { secrets } from '../../api/secret.ts';
import {
  type ControllerScene,
  type TestController,
  certificateFor,
  entry,
  rootAndCa,
  startControllerScene,
} from '../cluster/controller-scene.ts';
import { type Mortal, dyingAfterWrite } from '../cluster/mortal-connection.ts';

const namespace = 'shop';
let scene: ControllerScene;
let controller: TestController | undefined;

beforeAll(async () => {
  scene = await startControllerScene(namespace);
  controller = await scene.start();
  await scene.apply(...rootAndCa);
  await scene.ready('root');
});

afterAll(async () => {
  await controller?.stop();
  await scene?.stop();
});

async function stopController(): Promise<void> {
  await controller?.stop();
  controller = undefined;
}

describe('a controller that is killed', () => {
  it.each([
    [1, 'the status that begins it'],
    [2, 'the request'],
    [3, 'the signature'],
    [4, 'the Secret'],
    [5, 'the status that ends it'],
  ])(
    'after write %i of an issuance, %s, leaves nothing behind that its successor cannot finish',
    async (n) => {
      const name = `killed-after-${n}`;
      await stopController();
      let mortal: Mortal | undefined;
      const dying = await scene.start({
        through(connection) {
          mortal = dyingAfterWrite(n, connection);
          return mortal.connection;
        },
      });
      await scene.apply(certificateFor(name));
      await mortal?.died;
      await dying.stop();

      controller = await scene.start();
      await scene.ready(name);

      const secret = await scene.secret(name);
      const leaf = new X509Certificate(entry(secret, 'tls.crt'));
      expect(leaf.checkPrivateKey(createPrivateKey(entry(secret, 'tls.key')))).toBe(true);
      const requests = await scene.requests(name);
      expect(requests.map(({ metadata }) => metadata.name)).toEqual([`${name}-1`]);
      const issued = Buffer.from(requests[0]?.status?.certificate ?? '', 'base64').toString();
      expect(issued).toBe(entry(secret, 'tls.crt'));
    },
  );
});

describe('a controller that starts where all is well', () => {
  it('writes nothing', async () => {
    await stopController();
    const before = await scene.writesAbout('');
    controller = await scene.start();
    await new Promise((resolve) => setTimeout(resolve, 1500));

    expect((await scene.writesAbout('')).slice(before.length)).toEqual([]);
  });
});

describe('a namespace that is restored from a backup', () => {
  const names = ['restored-1', 'restored-2', 'restored-3'];
  /** As a backup tool puts it back: without what the API server gives, and without status. */
  const restorable = ({ metadata, spec }: Certificate): Certificate => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: metadata.name ?? '', namespace },
    spec,
  });

  it('keeps its certificates: valid Secrets are adopted without an order', async () => {
    await scene.apply(...names.map((name) => certificateFor(name)));
    const backup = await Promise.all(
      names.map(async (name) => [await scene.ready(name), await scene.secret(name)] as const),
    );
    await stopController();
    await scene.plane.kubectlOrThrow(['delete', '-n', namespace, 'certificates', ...names]);
    for (const [restored] of backup) {
      await scene.plane.admin.create(certificates, restorable(restored));
    }
    const before = (await scene.plane.admin.list(certificateRequests, { namespace })).length;
    const serials = backup.map(([, secret]) => new X509Certificate(entry(secret, 'tls.crt')).serialNumber);

    controller = await scene.start();
    await new Promise((resolve) => setTimeout(resolve, 2000));

    const after = await Promise.all(names.map((name) => scene.secret(name)));
    expect(after.map((secret) => new X509Certificate(entry(secret, 'tls.crt')).serialNumber)).toEqual(
      serials,
    );
    expect((await scene.plane.admin.list(certificateRequests, { namespace })).length).toBeLessThanOrEqual(
      before,
    );
    const statuses = await Promise.all(names.map((name) => scene.certificate(name)));
    expect(statuses.map((found) => found?.status?.conditions?.[0]?.reason)).toEqual([
      'Ready',
      'Ready',
      'Ready',
    ]);
  });

  it('leaves no Secret that was never restored unissued', async () => {
    await scene.plane.admin.delete(secrets, { namespace, name: 'restored-1-tls' });

    const issued = await scene.ready('restored-1', 1);
    expect((await scene.requests('restored-1'))[0]?.metadata.ownerReferences?.[0]?.uid).toBe(
      issued.metadata.uid,
    );
  });
});
