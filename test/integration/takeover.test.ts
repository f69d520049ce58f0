import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';

import { certificateRequests, certificates, orders } from '../../api/kinds.ts';
import { type Secret, secrets } from '../../api/secret.ts';
import { waitFor } from '../cluster/loopback.ts';
import { startedFor } from '../cluster/suite.ts';
import { renew } from '../recording/replay.ts';
import { startRestoredCluster } from '../recording/restored-cluster.ts';
import { finalObjects, restOf } from '../recording/scene.ts';
import { type RecordedObject, label } from '../recording/tape.ts';
import { controllerWrites, untilQuiet } from '../recording/writes.ts';

/** All of the recording, but for the one Certificate whose proof by HTTP-01 is under way. */
const recorded = ['ca', 'dns01', 'http01', 'fail'].flatMap(finalObjects);
const count = (kind: string) => recorded.filter((object) => object.kind === kind).length;
const labels = (kind: string) => recorded.filter((object) => object.kind === kind).map(label);

describe.each(['before certloom', 'through certloom'] as const)(
  "upstream's last states, put on a fresh cluster %s",
  (when) => {
    const cluster = startedFor(() => startRestoredCluster(when, recorded));
    let writes: readonly string[] = [];

    beforeAll(async () => {
      const { plane, roles } = cluster();
      await roles.start('controller');
      writes = await untilQuiet(plane, 10);
    });

    it('are all seen', async () => {
      const logs = await cluster().roles.process('controller').logs();
      const started = logs.split('\n').find((line) => line.includes('controller started')) ?? '{}';

      expect(JSON.parse(started)).toMatchObject({
        certificates: count('Certificate'),
        requests: count('CertificateRequest'),
        issuers: count('Issuer'),
        orders: count('Order'),
      });
    });

    it('are left alone by a controller that starts', () => {
      expect(writes).toEqual([]);
    });

    it('lead to no issuance', async () => {
      const { admin } = cluster().plane;
      const found = [
        ...(await admin.list(certificateRequests)).map((one) =>
          label({ ...one, kind: 'CertificateRequest' }),
        ),
        ...(await admin.list(orders)).map((one) => label({ ...one, kind: 'Order' })),
      ];

      expect(new Set(found)).toEqual(new Set([...labels('CertificateRequest'), ...labels('Order')]));
      expect(await cluster().acme.orders()).toEqual([]);
      expect(await cluster().acme.logs()).not.toContain('/sign-me-up');
    });

    it('are looked after from then on', async () => {
      const { plane } = cluster();
      const name = { namespace: 'ca', name: 'plain' };
      await renew(plane, name);

      await waitFor('the renewed certificate', async () => {
        const certificate = await plane.admin.get(certificates, name);
        const rest = restOf(certificate as unknown as RecordedObject);
        return (rest.ready && !rest.issuing && rest.revision === 4) || undefined;
      });
      const [root, leaf] = [await pem('root-tls'), await pem('plain-tls')];
      expect(leaf.verify(root.publicKey)).toBe(true);
      expect(await controllerWrites(plane)).toContain('create certificaterequests ca/plain-4');
    });

    async function pem(name: string): Promise<X509Certificate> {
      const secret: Secret | undefined = await cluster().plane.admin.get(secrets, { namespace: 'ca', name });
      return new X509Certificate(Buffer.from(secret?.data?.['tls.crt'] ?? '', 'base64'));
    }
  },
);
