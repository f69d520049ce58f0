import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findCondition } from '../../api/conditions.ts';
import { certificateRequests, certificates, issuers } from '../../api/kinds.ts';
import { type Secret, secrets } from '../../api/secret.ts';
import { repository } from '../../tools/toolchain.ts';
import type { TestController } from '../cluster/controller-scene.ts';
import { type Recorded, essence } from '../cluster/final-state.ts';
import { waitFor } from '../cluster/loopback.ts';
import { type AcmeScene, startAcmeScene } from './acme-scene.ts';

/** What upstream left behind, of the kinds that stay. */
async function recordedFinal(namespace: string, ...names: readonly string[]): Promise<readonly object[]> {
  const text = await readFile(join(repository, 'test', 'fixtures', 'upstream-tape', 'final.json'), 'utf8');
  const final = JSON.parse(text) as Readonly<Record<string, readonly Recorded[]>>;
  const kinds = ['Certificate', 'CertificateRequest', 'Issuer', 'Order', 'Secret'];
  const objects = kinds.flatMap((kind) => final[kind] ?? []);
  return told(
    objects.filter(({ metadata }) => metadata.namespace === namespace),
    names,
  );
}

async function ourFinal(scene: AcmeScene, ...names: readonly string[]): Promise<readonly object[]> {
  const { namespace, plane } = scene;
  const asSecret = (secret: Secret): Recorded => ({ ...secret, kind: 'Secret' });
  const objects = [
    ...((await plane.admin.list(certificates, { namespace })) as readonly Recorded[]),
    ...((await plane.admin.list(certificateRequests, { namespace })) as readonly Recorded[]),
    ...((await plane.admin.list(issuers, { namespace })) as readonly Recorded[]),
    ...((await scene.orders()) as readonly Recorded[]),
    ...(await plane.admin.list(secrets, { namespace })).map(asSecret),
  ];
  return told(objects, names);
}

/** The objects of a story: those whose name begins so, as far as two runs can be equal. */
function told(objects: readonly Recorded[], names: readonly string[]): readonly object[] {
  return objects
    .filter(({ metadata }) =>
      names.some((name) => metadata.name === name || metadata.name?.startsWith(`${name}-`)),
    )
    .map((object) => blur(essence(object)) as { kind: string; name: string })
    .toSorted((one, other) => (`${one.kind} ${one.name}` < `${other.kind} ${other.name}` ? -1 : 1));
}

const ownEachTime = new Set([
  'uri',
  'lastPrivateKeyHash',
  'url',
  'finalizeURL',
  'token',
  'certificate',
  'failureTime',
]);

/** URLs, tokens and keys differ from run to run, and so does the order in which a CA lists what it offers. */
function blur(value: unknown, name = ''): unknown {
  if (ownEachTime.has(name)) return 'is there';
  if (Array.isArray(value)) return value.map((item) => blur(item)).toSorted(byJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([member]) => member !== 'observedGeneration')
      .map(([member, inner]) => [member, blur(inner, member)]),
  );
}

function byJson(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

describe('the recorded scene `dns01`: a name and its wildcard by RFC 2136', () => {
  let scene: AcmeScene;
  let controller: TestController;

  beforeAll(async () => {
    scene = await startAcmeScene('dns01', { authzReusePercent: 0 });
    controller = await scene.start();
    await scene.apply(scene.issuer('acme', { privateKeySecretRef: { name: 'account' } }), {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'pair' },
      spec: {
        dnsNames: ['pair.dns01.example.com', '*.pair.dns01.example.com'],
        issuerRef: { name: 'acme' },
        privateKey: { algorithm: 'ECDSA', size: 256 },
        secretName: 'pair-tls',
      },
    });
    await scene.ready('pair');
    await waitFor('the next key to be gone', async () => {
      const left = await scene.plane.admin.list(secrets, { namespace: 'dns01' });
      return (
        left.every(({ metadata }) => !metadata.labels?.['cert-manager.io/next-private-key']) || undefined
      );
    });
  });

  afterAll(async () => {
    await controller?.stop();
    await scene?.stop();
  });

  it('ends as upstream ended it', async () => {
    const names = ['acme', 'account', 'pair'];

    expect(await ourFinal(scene, ...names)).toEqual(await recordedFinal('dns01', ...names));
  });
});

describe('the recorded scene `fail`: a name refused by the CA, a CA that is down', () => {
  let scene: AcmeScene;
  let controller: TestController;

  beforeAll(async () => {
    scene = await startAcmeScene('fail', { blockedDomains: ['google.com'] });
    controller = await scene.start();
    await scene.apply(
      scene.issuer('acme', { privateKeySecretRef: { name: 'account' } }),
      scene.issuer('acme-down', {
        server: 'https://127.0.0.1:1/dir',
        privateKeySecretRef: { name: 'account2' },
      }),
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'refused-by-ca' },
        spec: {
          dnsNames: ['google.com'],
          issuerRef: { name: 'acme' },
          privateKey: { algorithm: 'ECDSA', size: 256 },
          secretName: 'refused-by-ca-tls',
        },
      },
    );
    await waitFor('both to fail', async () => {
      const certificate = await scene.certificate('refused-by-ca');
      const issuer = await scene.plane.admin.get(issuers, { namespace: 'fail', name: 'acme-down' });
      const failed = findCondition(certificate?.status?.conditions, 'Issuing')?.status === 'False';
      return (failed && issuer?.status?.conditions !== undefined) || undefined;
    });
  });

  afterAll(async () => {
    await controller?.stop();
    await scene?.stop();
  });

  it('ends with the refusal as upstream ended it', async () => {
    const ours = await ourFinal(scene, 'refused-by-ca');

    expect(ours.length).toBeGreaterThanOrEqual(3);
    expect(ours).toEqual(await recordedFinal('fail', 'refused-by-ca'));
  });

  it('ends with the issuer as upstream ended it, but for addresses in the text: they may change', async () => {
    const theirs = JSON.stringify(await recordedFinal('fail', 'acme-down', 'account2'));
    const upstream = 'dial tcp 127.0.0.1:1: connect: connection refused';

    expect(theirs).toContain(upstream);
    expect(await ourFinal(scene, 'acme-down', 'account2')).toEqual(
      JSON.parse(theirs.replace(upstream, 'connection refused')),
    );
  });
});
