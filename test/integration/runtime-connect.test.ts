import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configMaps, namespaces } from '../../api/core.ts';
import { isAlreadyExists, isConflict, isForbidden, isInvalid } from '../../runtime/api-error.ts';
import { type ClusterConnection, connectCluster } from '../../runtime/connect.ts';
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts';
import { type CountingRelay, startCountingRelay } from './runtime-support/counting-relay.ts';

let plane: ControlPlane;
let relay: CountingRelay;
let cluster: ClusterConnection;

const options = { userAgent: 'certloom-test/1', fieldManager: 'certloom-test' };

beforeAll(async () => {
  plane = await startControlPlane();
  relay = await startCountingRelay(Number(new URL(plane.url).port));
  const master = `https://127.0.0.1:${relay.port}`;
  cluster = await connectCluster({ kubeconfig: plane.adminKubeconfig, master, ...options });
});

afterAll(async () => {
  await cluster?.close();
  await relay?.close();
  await plane?.stop();
});

function configMap(name: string, data: Record<string, string> = {}) {
  return { metadata: { name, namespace: 'default' }, data };
}

describe('300 calls one after the other', () => {
  it('share two or three connections of the sixteen that they may have', async () => {
    const before = relay.accepted;
    for (let call = 0; call < 300; call += 1) await cluster.get(namespaces, { name: 'default' });

    expect(relay.accepted - before).toBeLessThanOrEqual(4);
  });

  it('and at the same time use all sixteen and no more', async () => {
    const before = relay.accepted;
    await Promise.all(Array.from({ length: 300 }, () => cluster.get(namespaces, { name: 'default' })));

    expect(relay.accepted - before).toBeLessThanOrEqual(16);
  });
});

describe('the calls of a cluster', () => {
  it('create, get, replace, patch, apply and delete an object', async () => {
    const created = await cluster.create(configMaps, configMap('life', { a: '1' }));
    expect(created.metadata.uid).toBeDefined();

    const replaced = await cluster.replace(configMaps, { ...created, data: { a: '2' } });
    expect(replaced.data).toEqual({ a: '2' });

    const name = { name: 'life', namespace: 'default' };
    await cluster.patch(configMaps, name, { data: { b: '3' } });
    await cluster.patch(configMaps, name, [{ op: 'replace', path: '/data/a', value: '4' }]);
    const applied = await cluster.apply(configMaps, configMap('life', { c: '5' }), { fieldManager: 'other' });
    expect(applied.data).toEqual({ a: '4', b: '3', c: '5' });
    expect(applied.metadata.managedFields?.map(({ manager }) => manager)).toContain('other');

    expect(await cluster.get(configMaps, name)).toMatchObject({ kind: 'ConfigMap', data: applied.data });
    expect(await cluster.delete(configMaps, name)).toBe(true);
    expect(await cluster.delete(configMaps, name)).toBe(false);
    expect(await cluster.get(configMaps, name)).toBeUndefined();
  });

  it('write nothing on a dry run', async () => {
    await cluster.create(configMaps, configMap('dry'), { dryRun: true });

    expect(await cluster.get(configMaps, { name: 'dry', namespace: 'default' })).toBeUndefined();
  });

  it('list with apiVersion and kind on every item', async () => {
    const all = await cluster.list(namespaces, { fieldSelector: 'metadata.name=default' });

    expect(all).toMatchObject([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } }]);
  });

  it('leave an object alone that only has the same name as the one to delete', async () => {
    await cluster.create(configMaps, configMap('namesake'));
    const name = { name: 'namesake', namespace: 'default' };

    expect(await cluster.delete(configMaps, name, { uid: 'another' })).toBe(false);
    expect(await cluster.get(configMaps, name)).toBeDefined();
  });

  it('refuse a delete at a resourceVersion that is no more', async () => {
    await cluster.create(configMaps, configMap('moving'));
    const deleting = cluster.delete(
      configMaps,
      { name: 'moving', namespace: 'default' },
      { resourceVersion: '1' },
    );

    await expect(deleting).rejects.toSatisfy(isConflict);
  });

  it('send any other request', async () => {
    const review = await cluster.request<{ status: { allowed: boolean } }>(
      'POST',
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      {
        body: {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: { resourceAttributes: { verb: 'get', resource: 'pods', namespace: 'default' } },
        },
      },
    );

    expect(review.status.allowed).toBe(true);
    expect(await cluster.request('GET', '/readyz', { query: { exclude: 'nothing' } })).toContain('ok');
  });
});

describe('what does not work', () => {
  it('is told in the words of the API server', async () => {
    const created = await cluster.create(configMaps, configMap('twice'));
    const again = await cluster.create(configMaps, configMap('twice')).catch((error: unknown) => error);
    expect(again).toSatisfy(isAlreadyExists);
    expect(again).toMatchObject({ message: 'configmaps "twice" already exists' });

    await cluster.replace(configMaps, { ...created, data: { a: '1' } });
    await expect(cluster.replace(configMaps, created)).rejects.toSatisfy(isConflict);
    await expect(cluster.create(configMaps, configMap('Not A Name'))).rejects.toSatisfy(isInvalid);
  });

  it('is no matter of trying again for somebody without permission, and says so slowly', async () => {
    const kubeconfig = await plane.kubeconfigFor({ namespace: 'default', name: 'default' });
    const nobody = await connectCluster({ kubeconfig, ...options });
    const refused = await nobody.list(configMaps).catch((error: unknown) => error);
    await nobody.close();

    expect(refused).toSatisfy(isForbidden);
    expect(refused).toMatchObject({ retry: false, retryAfterSeconds: 300 });
  });

  it('may pass when nobody listens, and the text names no port', async () => {
    const master = 'https://127.0.0.1:1';
    const nowhere = await connectCluster({ kubeconfig: plane.adminKubeconfig, master, ...options });
    const failed = nowhere.get(namespaces, { name: 'default' });

    await expect(failed).rejects.toMatchObject({
      reason: 'ApiServerUnreachable',
      message: 'The API server cannot be reached (ECONNREFUSED)',
      retry: true,
    });
    await nowhere.close();
  });

  it('ends when the caller loses interest', async () => {
    const abort = new AbortController();
    abort.abort(new Error('enough'));

    await expect(cluster.request('GET', '/readyz', { signal: abort.signal })).rejects.toThrow('enough');
  });
});

describe('a connection that is closed', () => {
  it('ends its watches and keeps no socket', async () => {
    const master = `https://127.0.0.1:${relay.port}`;
    const before = relay.open;
    const closing = await connectCluster({ kubeconfig: plane.adminKubeconfig, master, ...options });
    const events: string[] = [];
    const watched = (async () => {
      const forever = { timeoutSeconds: 600, sendInitialEvents: true, signal: new AbortController().signal };
      for await (const { type } of closing.watch(namespaces, forever)) events.push(type);
    })();
    await expect.poll(() => events).toContain('BOOKMARK');
    await closing.close();
    await watched;

    await expect.poll(() => relay.open).toBeLessThanOrEqual(before);
  });
});

describe('a token in a file', () => {
  it('is read again after the API server refused it', async () => {
    const path = await plane.kubeconfigFor({ namespace: 'default', name: 'default' });
    const config = JSON.parse(await readFile(path, 'utf8')) as { users: { user: { token?: string } }[] };
    const token = config.users[0]?.user.token ?? '';
    const users = config.users.map((user) => ({ ...user, user: { tokenFile: 'rotating-token' } }));
    const kubeconfig = join(plane.dir, 'token-file.kubeconfig');
    await writeFile(kubeconfig, JSON.stringify({ ...config, users }));
    await writeFile(join(plane.dir, 'rotating-token'), 'expired');
    const connection = await connectCluster({ kubeconfig, ...options });
    const whoAmI = () =>
      connection.request<{ status: { userInfo: { username: string } } }>(
        'POST',
        '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        { body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' } },
      );
    await expect(whoAmI()).rejects.toMatchObject({ code: 401, retry: true });

    await writeFile(join(plane.dir, 'rotating-token'), `${token}\n`);
    const { status } = await whoAmI();
    await connection.close();
    expect(status.userInfo.username).toBe('system:serviceaccount:default:default');
  });
});
