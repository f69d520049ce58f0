import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { events } from '../../api/core.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import { isConflict } from '../../runtime/api-error.ts';
import { systemClock } from '../../runtime/clock.ts';
import { runReconciler } from '../../runtime/engine.ts';
import { createEventRecorder } from '../../runtime/events.ts';
import { silentLog } from '../../runtime/log.ts';
import { createMetrics } from '../../runtime/metrics.ts';
import type { Store } from '../../runtime/store.ts';
import { writeStatusOnce } from '../../runtime/status.ts';
import { trimObject } from '../../runtime/trim.ts';
import { startReflector } from '../../runtime/watch.ts';
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts';

interface Lamp extends KubeObject {
  readonly spec: { readonly color: string };
  readonly status?: { readonly shows?: string; readonly times?: number; readonly url?: string };
}

const lamps: Resource<Lamp> = {
  group: 'test.certloom.dev',
  version: 'v1',
  kind: 'Lamp',
  plural: 'lamps',
  namespaced: true,
};

const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'lamps.test.certloom.dev' },
  spec: {
    group: 'test.certloom.dev',
    names: { kind: 'Lamp', plural: 'lamps' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            required: ['spec'],
            properties: { spec: anything, status: anything },
          },
        },
      },
    ],
  },
};

let plane: ControlPlane;
let store: Store<Lamp>;
const stop = new AbortController();

beforeAll(async () => {
  plane = await startControlPlane();
  await plane.kubectlOrThrow(['apply', '-f', '-'], { stdin: JSON.stringify(definition) });
  await plane.kubectlOrThrow(['wait', '--for=condition=Established', 'crd/lamps.test.certloom.dev']);
  store = startReflector({
    connection: plane.admin,
    resource: lamps,
    trim: trimObject,
    signal: stop.signal,
    log: silentLog,
    metrics: createMetrics(),
  });
  await store.waitForSync();
});
afterAll(async () => {
  stop.abort();
  await plane?.stop();
});

async function createLamp(name: string): Promise<Lamp> {
  const lamp = await plane.admin.create(lamps, {
    metadata: { name, namespace: 'default' },
    spec: { color: 'red' },
  });
  store.take(trimObject(lamp));
  return trimObject(lamp);
}

function write(seen: Lamp, status: NonNullable<Lamp['status']>): Promise<boolean> {
  return writeStatusOnce({ cluster: plane.admin, resource: lamps, store, seen, status });
}

const stored = (name: string) => plane.admin.get(lamps, { name, namespace: 'default' });

describe('a status', () => {
  it('is written without the spec, once, and read back from the store at once', async () => {
    const seen = await createLamp('once');

    expect(await write(seen, { shows: 'red', times: 1 })).toBe(true);
    expect(store.get('default/once')?.status).toEqual({ shows: 'red', times: 1 });
    expect(await write(store.get('default/once') ?? seen, { times: 1, shows: 'red' })).toBe(false);
    expect(await stored('once')).toMatchObject({
      spec: { color: 'red' },
      status: { shows: 'red', times: 1 },
    });
  });

  it('can be written twice in one run, from the same sight of the object', async () => {
    const seen = await createLamp('twice');
    await write(seen, { url: 'https://ca/1' });
    await write(seen, { url: 'https://ca/1', shows: 'red' });

    expect((await stored('twice'))?.status).toEqual({ url: 'https://ca/1', shows: 'red' });
  });

  it('does not overwrite what somebody else wrote: the newer object is in the store when the conflict is told', async () => {
    const seen = await createLamp('contended');
    await plane.admin.replaceStatus(lamps, { ...seen, status: { shows: 'blue' } });

    await expect(write(seen, { shows: 'red' })).rejects.toSatisfy(isConflict);
    expect(store.get('default/contended')?.status).toEqual({ shows: 'blue' });
  });

  it('of an object that is gone is not written, and the store knows', async () => {
    const seen = await createLamp('gone');
    await plane.admin.delete(lamps, { name: 'gone', namespace: 'default' });

    expect(await write(seen, { shows: 'red' })).toBe(false);
    expect(store.get('default/gone')).toBeUndefined();
  });

  it('is not written into an object that came under the same name', async () => {
    const seen = await createLamp('reborn');
    await plane.admin.delete(lamps, { name: 'reborn', namespace: 'default' });
    const { metadata } = await createLamp('reborn');

    await expect(write(seen, { shows: 'red' })).rejects.toSatisfy(isConflict);
    expect(store.get('default/reborn')?.metadata.uid).toBe(metadata.uid);
    expect((await stored('reborn'))?.status).toBeUndefined();
  });
});

describe('events', () => {
  it('are found by kubectl describe', async () => {
    const seen = await createLamp('described');
    const component = 'cert-manager-lamps';
    const recorder = createEventRecorder({
      cluster: plane.admin,
      component,
      clock: systemClock,
      log: silentLog,
    });
    recorder.record(
      { apiVersion: 'test.certloom.dev/v1', kind: 'Lamp', ...seen },
      {
        type: 'Warning',
        reason: 'Flickers',
        message: 'The lamp flickers',
      },
    );
    await recorder.drain();

    const text = await plane.kubectlOrThrow(['describe', 'lamps', 'described']);
    expect(text).toMatch(/Warning\s+Flickers\s+\S+\s+cert-manager-lamps\s+The lamp flickers/);
    expect(await plane.admin.list(events, { namespace: 'default' })).toMatchObject([{ count: 1 }]);
  });
});

describe('a reconciler of lamps beside somebody who writes too', () => {
  it('brings 50 lamps to rest, each written once, and again when a spec changes', async () => {
    const metrics = createMetrics();
    const engine = runReconciler<Lamp, never, NonNullable<Lamp['status']>>({
      reconciler: {
        name: 'lamps',
        observe: (key) => Promise.resolve(store.get(key)),
        decide: ({ spec, status }) => ({
          status:
            status?.shows === spec.color ? status : { shows: spec.color, times: (status?.times ?? 0) + 1 },
          actions: [],
        }),
        act: () => Promise.resolve(undefined),
        writeStatus: write,
        failed: (status) => status,
        record: () => {},
      },
      clock: systemClock,
      log: silentLog,
      metrics,
    });
    const unsubscribe = store.subscribe(({ object: { metadata } }) => {
      if (metadata.name?.startsWith('many-') === true) engine.enqueue(`default/${metadata.name}`);
    });
    const names = Array.from({ length: 50 }, (_, number) => `many-${number}`);
    await Promise.all(
      names.map((name) =>
        plane.admin.create(lamps, { metadata: { name, namespace: 'default' }, spec: { color: 'red' } }),
      ),
    );
    const shown = (color: string) => async () => {
      const all = (await plane.admin.list(lamps)).filter(({ metadata }) =>
        metadata.name?.startsWith('many-'),
      );
      return all.filter(({ status }) => status?.shows === color).map(({ status }) => status?.times);
    };
    await expect.poll(shown('red'), { timeout: 20_000 }).toEqual(names.map(() => 1));

    const patches = names.map((name) =>
      plane.admin.patch(lamps, { name, namespace: 'default' }, { spec: { color: 'blue' } }),
    );
    await Promise.all(patches);
    await expect.poll(shown('blue'), { timeout: 20_000 }).toEqual(names.map(() => 2));

    unsubscribe();
    await engine.stop();
    const { values } = await metrics.syncErrors.get();
    expect(values).toEqual([]);
  });
});
