import { describe, expect, it } from 'vitest';
import type { KubeObject, ObjectMeta } from '../api/resource.ts';
import { createStore, type MemoryStore } from './memory-store.ts';
import type { Change } from './store.ts';

interface Thing extends KubeObject {
  readonly color?: string;
}

function thing(name: string, version: number, more: Partial<ObjectMeta> = {}, color?: string): Thing {
  const metadata = { name, namespace: 'shop', uid: `${name}-1`, resourceVersion: String(version), ...more };
  return { metadata, ...(color === undefined ? {} : { color }) };
}

function watched(store: MemoryStore<Thing>): string[] {
  const told: string[] = [];
  store.subscribe((change: Change<Thing>) => {
    told.push(`${change.type} ${change.object.metadata.uid}@${change.object.metadata.resourceVersion}`);
  });
  return told;
}

describe('an empty store', () => {
  it('is synced with the first list', async () => {
    const store = createStore<Thing>();
    const sync = store.waitForSync();
    expect(store.synced).toBe(false);

    store.replaceAll([thing('a', 5)], '9');

    await sync;
    expect(store.synced).toBe(true);
    expect(store.get('shop/a')).toEqual(thing('a', 5));
    expect(store.list()).toHaveLength(1);
  });

  it('stops waiting for it when the signal aborts', async () => {
    const abort = new AbortController();
    const sync = createStore<Thing>().waitForSync(abort.signal);
    abort.abort(new Error('shutting down'));

    await expect(sync).rejects.toThrow('shutting down');
  });
});

describe('a store that holds shop/a at 10', () => {
  function holdingA(): { store: MemoryStore<Thing>; told: string[] } {
    const store = createStore<Thing>({ color: ({ color }) => (color === undefined ? [] : [color]) });
    store.replaceAll([thing('a', 10, {}, 'red')], '10');
    return { store, told: watched(store) };
  }

  it('tells of our own write once: its echo on the watch is silent', () => {
    const { store, told } = holdingA();
    store.take(thing('a', 11));
    store.apply('MODIFIED', thing('a', 11));

    expect(told).toEqual(['modified a-1@11']);
  });

  it('does not let the watch turn time back', () => {
    const { store, told } = holdingA();
    store.take(thing('a', 12));
    store.apply('MODIFIED', thing('a', 11));

    expect(store.get('shop/a')?.metadata.resourceVersion).toBe('12');
    expect(told).toEqual(['modified a-1@12']);
  });

  it('compares resourceVersions as numbers: 9 is older than 10, whatever their length', () => {
    const { store, told } = holdingA();
    store.apply('MODIFIED', thing('a', 9));

    expect(told).toEqual([]);
  });

  it('does not bring back what we deleted, whatever the watch still says of it', () => {
    const { store, told } = holdingA();
    store.drop(thing('a', 10));
    store.apply('MODIFIED', thing('a', 11));
    store.apply('DELETED', thing('a', 12));

    expect(store.get('shop/a')).toBeUndefined();
    expect(told).toEqual(['deleted a-1@10']);
  });

  it('takes an answer without finalizers, on its way out, as gone', () => {
    const { store, told } = holdingA();
    store.take(thing('a', 11, { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['x'] }));
    store.take(thing('a', 12, { deletionTimestamp: '2026-01-01T00:00:00Z' }));

    expect(store.list()).toEqual([]);
    expect(told).toEqual(['modified a-1@11', 'deleted a-1@12']);
  });

  it('keeps what we deleted while it has finalizers', () => {
    const { store, told } = holdingA();
    store.take(thing('a', 11, { finalizers: ['x'] }));
    store.drop(thing('a', 11));

    expect(store.get('shop/a')).toBeDefined();
    expect(told).toEqual(['modified a-1@11']);
  });

  it('does not resurrect it by an answer that arrives after its deletion', () => {
    const { store, told } = holdingA();
    store.apply('DELETED', thing('a', 12));
    store.take(thing('a', 11));

    expect(told).toEqual(['deleted a-1@12']);
  });

  it('does not believe a late answer about something that a list of later did not hold', () => {
    const { store, told } = holdingA();
    store.replaceAll([thing('a', 10)], '30');
    store.take(thing('b', 25));

    expect(store.get('shop/b')).toBeUndefined();
    expect(told).toEqual([]);
  });

  it('welcomes back an object that had only left the label selector', () => {
    const { store, told } = holdingA();
    store.apply('DELETED', thing('a', 12));
    store.apply('ADDED', thing('a', 13));

    expect(told).toEqual(['deleted a-1@12', 'added a-1@13']);
  });

  it('sees another object under the same name as one gone and one come', () => {
    const { store, told } = holdingA();
    store.apply('MODIFIED', thing('a', 20, { uid: 'a-2' }));

    expect(told).toEqual(['deleted a-1@10', 'added a-2@20']);
  });

  it('ignores the deletion of its predecessor', () => {
    const { store, told } = holdingA();
    store.take(thing('a', 20, { uid: 'a-2' }));
    store.apply('DELETED', thing('a', 15));

    expect(store.get('shop/a')?.metadata.uid).toBe('a-2');
    expect(told).toEqual(['deleted a-1@10', 'added a-2@20']);
  });

  it('drops what a later list does not hold, except what we put in after it', () => {
    const { store, told } = holdingA();
    store.take(thing('mine', 31));
    store.replaceAll([thing('b', 25)], '30');

    expect(told).toEqual(['added mine-1@31', 'deleted a-1@10', 'added b-1@25']);
  });

  it('believes the list alone when the server went back in time', () => {
    const { store, told } = holdingA();
    store.take(thing('mine', 31));
    store.replaceAll([thing('a', 7)], '8', true);

    expect(told).toEqual(['added mine-1@31', 'deleted a-1@10', 'deleted mine-1@31', 'added a-1@7']);
  });

  it('finds objects by index, and only where they are now', () => {
    const { store } = holdingA();
    store.take(thing('b', 11, {}, 'red'));
    store.take(thing('a', 12, {}, 'blue'));

    expect(store.by('color', 'red').map(({ metadata }) => metadata.name)).toEqual(['b']);
    expect(store.by('color', 'blue').map(({ metadata }) => metadata.name)).toEqual(['a']);
    expect(() => store.by('shape', 'round')).toThrow('there is no index "shape"');
  });

  it('goes on telling others when a listener throws', () => {
    const errors: unknown[] = [];
    const store = createStore<Thing>({}, { onError: (error) => errors.push(error) });
    store.subscribe(() => {
      throw new Error('broken listener');
    });
    const told = watched(store);
    store.take(thing('a', 1));

    expect(told).toEqual(['added a-1@1']);
    expect(errors).toHaveLength(1);
  });

  it('keeps an object that an index function cannot take', () => {
    const errors: unknown[] = [];
    const broken = (): never => {
      throw new Error('broken index');
    };
    const store = createStore<Thing>({ broken }, { onError: (error) => errors.push(error) });
    store.take(thing('a', 1));

    expect(store.get('shop/a')).toEqual(thing('a', 1));
    expect(store.by('broken', 'x')).toEqual([]);
    expect(errors).toHaveLength(1);
  });

  it('stops telling when asked to', () => {
    const { store } = holdingA();
    const told: string[] = [];
    const stop = store.subscribe(({ type }) => told.push(type));
    stop();
    store.take(thing('a', 11));

    expect(told).toEqual([]);
  });
});
