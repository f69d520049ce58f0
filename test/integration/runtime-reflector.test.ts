import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConfigMap, configMaps, namespaces } from '../../api/core.ts';
import { sameValue } from '../../api/same-value.ts';
import { type ClusterConnection, connectCluster } from '../../runtime/connect.ts';
import { silentLog } from '../../runtime/log.ts';
import { createMetrics } from '../../runtime/metrics.ts';
import type { Store } from '../../runtime/store.ts';
import { trimObject } from '../../runtime/trim.ts';
import { startReflector } from '../../runtime/watch.ts';
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts';
import { type ChangeBook, keepBook, versionsOf } from './runtime-support/change-book.ts';
import { type CountingRelay, startCountingRelay } from './runtime-support/counting-relay.ts';

const namespace = 'reflected';

describe.each([
  ['with WatchList', []],
  ['without WatchList', ['--feature-gates=WatchList=false']],
])('a reflector beside a real API server %s', (_title, apiServerFlags) => {
  let plane: ControlPlane;
  let relay: CountingRelay;
  let watching: ClusterConnection;
  let store: Store<ConfigMap>;
  let book: ChangeBook;
  const stop = new AbortController();

  beforeAll(async () => {
    plane = await startControlPlane({ apiServerFlags });
    await plane.admin.create(namespaces, { metadata: { name: namespace } });
    for (let number = 0; number < 1200; number += 1) await write(`old-${number}`); // three pages
    relay = await startCountingRelay(Number(new URL(plane.url).port));
    watching = await connectCluster({
      kubeconfig: plane.adminKubeconfig,
      master: `https://127.0.0.1:${relay.port}`,
      userAgent: 'certloom-test/1',
      fieldManager: 'certloom-test',
    });
    store = startReflector({
      connection: watching,
      resource: configMaps,
      namespace,
      trim: trimObject,
      signal: stop.signal,
      log: silentLog,
      metrics: createMetrics(),
      silenceSeconds: 3,
    });
    book = keepBook(store);
    await store.waitForSync();
  });

  afterAll(async () => {
    stop.abort();
    await watching?.close();
    await relay?.close();
    await plane?.stop();
  });

  async function write(name: string, data: Record<string, string> = {}): Promise<void> {
    await plane.admin.apply(configMaps, { metadata: { name, namespace }, data }, { fieldManager: 'test' });
  }

  async function remove(name: string): Promise<void> {
    await plane.admin.delete(configMaps, { name, namespace });
  }

  /** What others do all the time: new objects, changes, deletions, and another object under an old name. */
  async function others(round: string): Promise<void> {
    for (const name of ['a', 'b', 'c', 'd']) await write(`${round}-${name}`, { round });
    await write('old-7', { round });
    await remove(`${round}-a`);
    await remove('reborn');
    await write('reborn', { round });
  }

  /** What is wrong after a while with the store, and with what it told. */
  async function differences(): Promise<readonly string[]> {
    const truth = versionsOf(await plane.admin.list(configMaps, { namespace }));
    const same = (known: ReadonlyMap<string, string>): boolean =>
      sameValue(Object.fromEntries(known), Object.fromEntries(truth));
    const until = Date.now() + 30_000;
    while (!same(versionsOf(store.list())) && Date.now() < until) await sleep(20);
    return [
      ...(same(versionsOf(store.list())) ? [] : ['the store is not as the server']),
      ...(same(book.present) ? [] : ['what it told does not add up to it']),
      ...book.problems,
    ];
  }

  it('holds what was there, page by page or as a stream', async () => {
    expect(store.list().length).toBeGreaterThanOrEqual(1200);
    expect(await differences()).toEqual([]);
  });

  it('hears of what changes', async () => {
    await others('first');
    expect(await differences()).toEqual([]);
  });

  it('misses nothing while its connection is cut', async () => {
    relay.cut();
    await others('cut');
    relay.mend();
    await others('mended');
    expect(await differences()).toEqual([]);
  });

  it('tells of an object that was replaced in the gap as one gone and one come', async () => {
    const { uid } = store.get(`${namespace}/reborn`)?.metadata ?? {};
    relay.cut();
    await others('gap');
    relay.mend();
    expect(await differences()).toEqual([]);

    expect(book.ended).toContain(uid);
    expect(store.get(`${namespace}/reborn`)?.metadata.uid).not.toBe(uid);
  });

  it('notices a connection that is open and dead', async () => {
    relay.freeze();
    await others('frozen');
    expect(await differences()).toEqual([]);
  });

  it('misses nothing when the API server is killed and comes back, in mid-watch and again', async () => {
    for (const round of ['killed', 'killed-again']) {
      const writing = others(round).catch(() => {});
      await sleep(15);
      await plane.restartApiServer();
      await writing;
      await others(`after-${round}`);
      expect(await differences()).toEqual([]);
    }
  });

  it('hears of nothing any more once stopped', async () => {
    stop.abort();
    await write('after-the-end');
    await sleep(300);

    expect(store.get(`${namespace}/after-the-end`)).toBeUndefined();
    expect(relay.open).toBeLessThanOrEqual(16);
  });
});
