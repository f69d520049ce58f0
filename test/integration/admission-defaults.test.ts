import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/resource.ts';
import { startedFor } from '../cluster/suite.ts';
import { startClusterWithWebhook } from './admission-support/cluster.ts';

const everywhere = {
  issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' },
  privateKey: { algorithm: 'ECDSA', size: 256 },
  renewBefore: '360h',
};
const ofPayments = { issuerRef: { name: 'payments', kind: 'ClusterIssuer' }, duration: '720h' };

const defaults = {
  certificate: everywhere,
  byNamespace: [
    { name: 'payments', namespaceSelector: { matchLabels: { team: 'payments' } }, certificate: ofPayments },
  ],
};
const cluster = startedFor(() =>
  startClusterWithWebhook({ webhook: { defaults, references: { enabled: false } } }),
);

function certificate(namespace: string, name: string, spec: object = {}): KubeObject {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace },
    spec: { secretName: name, dnsNames: [`${name}.example`], ...spec },
  } as KubeObject;
}

async function kubectl(args: readonly string[], object: KubeObject) {
  const { code, stdout, stderr } = await cluster().plane.kubectl([...args, '-f', '-'], {
    stdin: JSON.stringify(object),
  });
  return { code, stdout: stdout.trim(), stderr: stderr.trim() };
}

type Stored = KubeObject & { readonly spec: object };

async function answered(args: readonly string[], object: KubeObject) {
  const { stdout, stderr } = await kubectl([...args, '-o', 'json'], object);
  if (stdout === '') throw new Error(stderr);
  const answer = JSON.parse(stdout) as Stored | { readonly items: readonly [Stored] };
  return 'items' in answer ? answer.items[0] : answer;
}

const ways = [
  { way: 'client-side', flags: [] },
  { way: 'server-side', flags: ['--server-side', '--field-manager=engine', '--force-conflicts'] },
] as const;

beforeAll(async () => {
  const { plane } = cluster();
  await plane.kubectlOrThrow(['create', 'namespace', 'payments']);
  await plane.kubectlOrThrow(['label', 'namespace', 'payments', 'team=payments']);
});

describe.each(ways)('a Certificate that says little, applied $way', ({ way, flags }) => {
  const shop = certificate('web', way);
  const apply = ['apply', ...flags];

  it('gains the defaults of the organisation, and those of the API for the rest', async () => {
    expect((await answered([...apply, '--dry-run=server'], shop)).spec).toEqual({
      secretName: way,
      dnsNames: [`${way}.example`],
      issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS1', rotationPolicy: 'Always' },
      renewBefore: '360h',
      usages: ['digital signature', 'key encipherment'],
    });
  });

  it('is stored as the dry run said', async () => {
    const { spec } = await answered([...apply, '--dry-run=server'], shop);

    expect((await answered(apply, shop)).spec).toEqual(spec);
  });

  it('shows no difference, and changes nothing when it is applied again', async () => {
    const before = await answered(apply, shop); // the first write after a creation stores the default of the status

    expect(await kubectl(['diff', ...flags], shop)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await answered(apply, shop)).metadata.resourceVersion).toBe(before.metadata.resourceVersion);
  });

  it('keeps its defaults when something else changes', async () => {
    const { spec: before } = await answered(['get'], shop);
    const renamed = certificate('web', way, { dnsNames: ['other.example'] });

    expect((await answered(apply, renamed)).spec).toEqual({ ...before, dnsNames: ['other.example'] });
  });

  it('gains those of its namespace first', async () => {
    expect((await answered(apply, certificate('payments', way))).spec).toMatchObject({
      issuerRef: { name: 'payments', kind: 'ClusterIssuer' },
      duration: '720h',
      renewBefore: '360h',
      privateKey: { algorithm: 'ECDSA' },
    });
  });

  it('keeps what its author states', async () => {
    const own = {
      issuerRef: { name: 'ca', kind: 'Issuer' },
      duration: '48h',
      privateKey: { algorithm: 'RSA' },
    };
    const { spec } = await answered(apply, certificate('payments', `${way}-own`, own));

    expect(spec).toMatchObject(own);
    expect(spec).not.toHaveProperty('renewBefore');
    expect(spec).not.toHaveProperty('privateKey.size');
  });
});

describe('when the organisation changes its mind', () => {
  it('stored Certificates stay as they are, also when something else of them changes', async () => {
    const path = join(cluster().dir, 'other-config.yaml');
    await writeFile(
      path,
      JSON.stringify({ defaults: { certificate: { duration: '24h', issuerRef: { name: 'x' } } } }),
    );
    await cluster().killWebhook();
    await cluster().startWebhook([`--config=${path}`]);
    const before = await answered(['get'], certificate('web', 'client-side'));
    const changed = certificate('web', 'client-side', { dnsNames: ['third.example'] });

    expect((await answered(['apply'], changed)).spec).toEqual({
      ...before.spec,
      dnsNames: ['third.example'],
    });
  });
});
