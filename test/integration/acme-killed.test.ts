import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isTrue } from '../../api/conditions.ts';
import { certificates, challenges, issuers } from '../../api/kinds.ts';
import { certificateFor } from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';
import { type TestCluster, startTestCluster } from '../cluster/test-cluster.ts';

const namespace = 'shop';
let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startTestCluster({
    roles: ['webhook', 'controller'],
    pebble: { retryAfterSeconds: { authz: 1, order: 1 } },
  });
  await cluster.plane.kubectlOrThrow(['create', 'namespace', namespace]);
  await apply(tsigSecret(), acmeIssuer());
  await waitFor('the issuer', async () => {
    const found = await cluster.plane.admin.get(issuers, { namespace, name: 'acme' });
    return isTrue(found?.status?.conditions, 'Ready') || undefined;
  });
});

afterAll(async () => {
  await cluster?.stop();
});

async function apply(...items: readonly object[]): Promise<void> {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await cluster.plane.kubectlOrThrow(['apply', '-n', namespace, '-f', '-'], { stdin });
}

function tsigSecret(): object {
  const stringData = { secret: cluster.dns.tsig.secret };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tsig' }, stringData };
}

function acmeIssuer(): object {
  const { acme, dns } = cluster;
  const rfc2136 = {
    nameserver: dns.server,
    tsigKeyName: dns.tsig.name,
    tsigAlgorithm: 'HMACSHA256',
    tsigSecretSecretRef: { name: 'tsig', key: 'secret' },
  };
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name: 'acme' },
    spec: {
      acme: {
        email: 'ops@example.com',
        server: acme.directoryUrl,
        caBundle: Buffer.from(acme.caPem).toString('base64'),
        privateKeySecretRef: { name: 'acme-account' },
        solvers: [{ dns01: { rfc2136 } }],
      },
    },
  };
}

async function isReady(name: string): Promise<true | undefined> {
  const found = await cluster.plane.admin.get(certificates, { namespace, name });
  return isTrue(found?.status?.conditions, 'Ready') || undefined;
}

/** A temporary certificate is one more thing to be killed at. */
const annotations = { 'cert-manager.io/issue-temporary-certificate': 'true' };

describe('kill -9 of the controller during an ACME issuance', () => {
  it.each([20, 50, 80, 120, 160, 220, 300, 400, 700, 1200])(
    '%i ms after it began ends in a certificate, with one order at the CA and no TXT record left',
    async (milliseconds) => {
      const name = `killed-${milliseconds}`;
      const before = (await cluster.acme.orders()).length;
      const asked = certificateFor(name, { issuerRef: { name: 'acme' } });
      await apply({ ...asked, metadata: { name, annotations } });
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      const process = cluster.roles.process('controller');
      process.kill('SIGKILL');
      await process.exited;
      await cluster.roles.start('controller');

      await waitFor(`certificate ${name}`, () => isReady(name));
      await waitFor('all proofs to be gone', async () => {
        const left = await cluster.plane.admin.list(challenges, { namespace });
        return left.length === 0 || undefined;
      });
      expect((await cluster.acme.orders()).length - before).toBe(1);
      expect(await cluster.dns.txtRecords(`_acme-challenge.${name}.example.com`)).toEqual([]);
    },
  );
});
