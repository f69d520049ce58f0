import { beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/resource.ts';
import { legalManifests } from '../build/legal-manifests.ts';
import { startedFor } from '../cluster/suite.ts';
import { startClusterWithWebhook } from './admission-support/cluster.ts';

const cluster = startedFor(startClusterWithWebhook);

/** The manifests in a namespace; those without one get a name that nobody else uses. */
function manifestsIn(namespace: string): readonly KubeObject[] {
  return legalManifests().map(({ metadata, ...manifest }) => {
    const ofTheCluster = manifest.kind === 'ClusterIssuer';
    const place = ofTheCluster ? { name: `${namespace}-${metadata.name}` } : { namespace };
    return { ...manifest, metadata: { ...metadata, ...place } };
  });
}

/** What kubectl says beside warnings: some of what is odd is doubtful, too. */
function unwarned(stderr: string): readonly string[] {
  return stderr.split('\n').filter((line) => line !== '' && !line.startsWith('Warning: '));
}

/** What Flux compares: all but the record of who wrote what. */
function comparable({ metadata: { managedFields: _fields, ...metadata }, ...object }: KubeObject): object {
  return { ...object, metadata };
}

const ways = [
  { way: 'client-side', apply: ['apply'], diff: ['diff'] },
  {
    way: 'server-side',
    apply: ['apply', '--server-side', '--field-manager=engine'],
    diff: ['diff', '--server-side', '--field-manager=engine'],
  },
];

describe.each(ways)('legal manifests, applied $way', ({ way, apply, diff }) => {
  const manifests = manifestsIn(way);
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests });
  const kubectl = (args: readonly string[]) => cluster().plane.kubectl([...args, '-f', '-'], { stdin });

  async function stored(): Promise<readonly KubeObject[]> {
    const { stdout } = await kubectl(['get', '-o', 'json']);
    return (JSON.parse(stdout) as { readonly items: readonly KubeObject[] }).items;
  }

  beforeAll(async () => {
    await cluster().plane.kubectlOrThrow(['create', 'namespace', way]);
  });

  it('are let in', async () => {
    const { code, stdout, stderr } = await kubectl(apply);

    expect(unwarned(stderr)).toEqual([]);
    expect(stdout.trim().split('\n')).toHaveLength(manifests.length);
    expect(code).toBe(0);
  });

  it('are stored as they were stated, and more may have been filled in beside', async () => {
    expect(await stored()).toMatchObject(manifests);
  });

  it('gain what their author left out', async () => {
    const [bare] = await stored();

    expect(bare).toMatchObject({
      spec: {
        issuerRef: { name: 'ca', kind: 'Issuer', group: 'cert-manager.io' },
        privateKey: { algorithm: 'RSA', encoding: 'PKCS1', rotationPolicy: 'Always' },
        usages: ['digital signature', 'key encipherment'],
      },
    });
  });

  it('show no difference', async () => {
    const { code, stdout, stderr } = await kubectl(diff);

    expect({ code, stdout, stderr: unwarned(stderr) }).toEqual({ code: 0, stdout: '', stderr: [] });
  });

  it('show no difference to Flux, which applies them for show and compares what comes back', async () => {
    const flux = ['--server-side', '--dry-run=server', '--force-conflicts', '--field-manager=flux'];
    const { stdout } = await kubectl(['apply', ...flux, '-o', 'json']);
    const { items } = JSON.parse(stdout) as { readonly items: readonly KubeObject[] };

    expect(items.map(comparable)).toEqual((await stored()).map(comparable));
  });

  it('are not written when they are applied again, once a controller has seen them', async () => {
    const versions = async () => (await stored()).map(({ metadata }) => metadata.resourceVersion);
    const status = JSON.stringify({ status: { observedGeneration: 1 } });
    await kubectl(['patch', '--subresource=status', '--type=merge', '--patch', status]);
    const before = await versions();
    const { code } = await kubectl(apply);

    expect(await versions()).toEqual(before);
    expect(code).toBe(0);
  });

  it('show no difference when the webhook starts anew', async () => {
    await cluster().killWebhook();
    await cluster().startWebhook();

    const { code, stdout, stderr } = await kubectl(diff);

    expect({ code, stdout, stderr: unwarned(stderr) }).toEqual({ code: 0, stdout: '', stderr: [] });
  });
});
