import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configMaps } from '../../api/core.ts';
import { repository } from '../../tools/toolchain.ts';
import { describeAuditEvent, isWrite } from '../cluster/audit.ts';
import { startControlPlane } from '../cluster/control-plane.ts';
import { canListen, waitFor } from '../cluster/loopback.ts';
import { startedFor } from '../cluster/suite.ts';

describe('a control plane of the test cluster', () => {
  const plane = startedFor(() => startControlPlane());

  it('speaks with kubectl of its own version', async () => {
    const version = JSON.parse(await plane().kubectlOrThrow(['version', '-o', 'json'])) as Record<
      'clientVersion' | 'serverVersion',
      { readonly gitVersion: string }
    >;

    expect(version.serverVersion.gitVersion).toBe('v1.36.3');
    expect(version.clientVersion.gitVersion).toBe('v1.36.3');
  });

  it('gives a ServiceAccount no more than it was granted', async () => {
    await plane().kubectlOrThrow(['create', 'serviceaccount', 'nobody', '-n', 'default']);
    const kubeconfig = await plane().kubeconfigFor({ namespace: 'default', name: 'nobody' });

    const { code, stderr } = await plane().kubectl(['get', 'secrets'], { kubeconfig });

    expect(code).toBe(1);
    expect(stderr).toContain('User "system:serviceaccount:default:nobody" cannot list resource "secrets"');
  });

  it('lists who wrote what, and nothing that was only tried', async () => {
    const config = { metadata: { namespace: 'default', name: 'written' }, data: { a: 'b' } };
    await plane().admin.create(configMaps, config);
    await plane().admin.create(
      configMaps,
      { metadata: { ...config.metadata, name: 'tried' } },
      { dryRun: true },
    );

    const writes = (await plane().auditEvents())
      .filter((event) => isWrite(event) && event.user.username === 'test-admin')
      .filter(({ objectRef }) => objectRef?.resource === 'configmaps');

    expect(writes.map(describeAuditEvent)).toEqual(['create configmaps']);
    expect(writes[0]?.objectRef?.name).toBe('written');
  });

  it('collects what belonged to an object that was deleted', async () => {
    const owner = await plane().admin.create(configMaps, {
      metadata: { namespace: 'default', name: 'owner' },
    });
    const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: owner.metadata.uid ?? '' };
    const owned = { namespace: 'default', name: 'owned', ownerReferences: [reference] };
    await plane().admin.create(configMaps, { metadata: owned });
    await plane().admin.delete(configMaps, { namespace: 'default', name: 'owner' });

    const collected = waitFor('the garbage collector', async () =>
      (await plane().admin.get(configMaps, owned)) === undefined ? true : undefined,
    );

    await expect(collected).resolves.toBe(true);
  });

  it('keeps its address and its data when the API server is killed and started again', async () => {
    const before = plane().url;
    let reachable = true;

    await plane().restartApiServer(async () => {
      reachable = (await plane().kubectl(['get', 'namespaces'])).code === 0;
    });

    expect(reachable).toBe(false);
    expect(plane().url).toBe(before);
    expect((await plane().kubectl(['get', 'configmap', 'written', '-n', 'default'])).code).toBe(0);
  });
});

describe('several control planes', () => {
  it('run side by side', async () => {
    const planes = await Promise.all([startControlPlane(), startControlPlane()]);

    await planes[0].kubectlOrThrow(['create', 'namespace', 'only-in-the-first']);
    const there = await planes[0].kubectl(['get', 'namespace', 'only-in-the-first']);
    const elsewhere = await planes[1].kubectl(['get', 'namespace', 'only-in-the-first']);
    await Promise.all(planes.map((plane) => plane.stop()));

    expect([there.code, elsewhere.code]).toEqual([0, 1]);
    expect(planes.map(({ dir }) => existsSync(dir))).toEqual([false, false]);
  });
});

describe('a control plane whose test process is killed', () => {
  const script = `
    import { startControlPlane } from './test/cluster/control-plane.ts';
    const { url } = await startControlPlane({ dir: process.argv[1] });
    process.stdout.write(url);
  `;

  it('dies with it', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'certloom-orphan-'));
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', script, dir], {
      cwd: repository,
    });
    const [url] = (await once(parent.stdout, 'data')) as [Buffer];
    const { port } = new URL(url.toString());

    parent.kill('SIGKILL');

    const freed = waitFor('the port', async () => (await canListen(Number(port), '127.0.0.1')) || undefined);
    await expect(freed).resolves.toBe(true);
    await rm(dir, { recursive: true, force: true });
  });
});
