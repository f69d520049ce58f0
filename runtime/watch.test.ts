import { afterEach, describe, expect, it } from 'vitest';
import { TransientFailure } from '../api/failure.ts';
import type { KubeObject, ObjectMeta, Resource } from '../api/resource.ts';
import { ManualClock, settle } from '../test/build/manual-clock.ts';
import { ApiError } from './api-error.ts';
import type { ClusterConnection, Page, PageOptions, WatchEvent, WatchOptions } from './connect.ts';
import { silentLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import type { Store } from './store.ts';
import { startReflector } from './watch.ts';

const things: Resource = {
  group: 'example.com',
  version: 'v1',
  kind: 'Thing',
  plural: 'things',
  namespaced: false,
};

function thing(name: string, version: number, more: Partial<ObjectMeta> = {}): KubeObject {
  return { metadata: { name, uid: `${name}-1`, resourceVersion: String(version), ...more } };
}

function bookmark(version: number, initialEnd = false): WatchEvent<KubeObject> {
  const annotations = initialEnd ? { 'k8s.io/initial-events-end': 'true' } : {};
  return { type: 'BOOKMARK', object: { metadata: { resourceVersion: String(version), annotations } } };
}

const added = (object: KubeObject): WatchEvent<KubeObject> => ({ type: 'ADDED', object });
const modified = (object: KubeObject): WatchEvent<KubeObject> => ({ type: 'MODIFIED', object });
const hang = 'hang';
type Script = readonly (WatchEvent<KubeObject> | Error | typeof hang)[];

/** A server that answers one watch after the other by a script: events, an error, silence; then it hangs. */
class ScriptedServer {
  readonly clock = new ManualClock();
  readonly asked: Pick<WatchOptions, 'resourceVersion' | 'sendInitialEvents'>[] = [];
  readonly pagesAsked: PageOptions[] = [];
  readonly changes: string[] = [];
  readonly abort = new AbortController();
  readonly store: Store<KubeObject>;
  readonly #watches: Script[];
  readonly #pages: (Page<KubeObject> | Error)[];

  constructor(watches: Script[], pages: (Page<KubeObject> | Error)[] = []) {
    this.#watches = watches;
    this.#pages = pages;
    this.store = startReflector({
      connection: this as unknown as ClusterConnection,
      resource: things,
      trim(object) {
        if (object.metadata.name === 'poison') throw new Error('cannot be trimmed');
        return object;
      },
      signal: this.abort.signal,
      clock: this.clock,
      random: () => 0,
      log: silentLog,
      metrics: createMetrics(),
    });
    this.store.subscribe(({ type, object }) =>
      this.changes.push(`${type} ${object.metadata.uid}@${object.metadata.resourceVersion}`),
    );
  }

  async *watch(_resource: Resource, options: WatchOptions): AsyncGenerator<WatchEvent<KubeObject>> {
    const { resourceVersion, sendInitialEvents } = options;
    this.asked.push({
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(sendInitialEvents === undefined ? {} : { sendInitialEvents }),
    });
    for (const step of this.#watches.shift() ?? [hang]) {
      if (step instanceof Error) throw step;
      if (step !== hang) yield step;
      else await new Promise((resolve) => options.signal.addEventListener('abort', resolve));
    }
  }

  listPage(_resource: Resource, options: PageOptions): Promise<Page<KubeObject>> {
    this.pagesAsked.push(options);
    const page = this.#pages.shift() ?? new Error('no more pages in the script');
    return page instanceof Error ? Promise.reject(page) : Promise.resolve(page);
  }
}

let server: ScriptedServer;

async function serve(watches: Script[], pages: (Page<KubeObject> | Error)[] = []): Promise<ScriptedServer> {
  server = new ScriptedServer(watches, pages);
  await settle();
  return server;
}

afterEach(() => server.abort.abort());

const down = new TransientFailure('ApiServerUnreachable', 'The API server cannot be reached (ECONNREFUSED)');
const gone = new ApiError(410, { reason: 'Expired', message: 'too old resource version' });

describe('a reflector', () => {
  it('is not synced before the bookmark that ends the initial events', async () => {
    await serve([[added(thing('a', 3)), bookmark(5), added(thing('b', 4)), hang]]);

    expect(server.store.synced).toBe(false);
    expect(server.changes).toEqual([]);
  });

  it('is synced with it, and goes on with the same watch', async () => {
    await serve([
      [added(thing('a', 3)), added(thing('b', 4)), bookmark(5, true), modified(thing('a', 6)), hang],
    ]);

    expect(server.asked).toEqual([{ sendInitialEvents: true }]);
    expect(server.store.synced).toBe(true);
    expect(server.changes).toEqual(['added a-1@3', 'added b-1@4', 'modified a-1@6']);
  });

  it('goes on at once from where it was when the server ends the watch', async () => {
    await serve([[bookmark(5, true), modified(thing('a', 6)), bookmark(9)], [hang]]);

    expect(server.asked).toEqual([{ sendInitialEvents: true }, { resourceVersion: '9' }]);
  });

  it('retries fast once, then ever more slowly, up to 30 s, and never gives up', async () => {
    await serve([[bookmark(5, true)], ...Array.from({ length: 9 }, (): Script => [down])]);
    const delays: (number | undefined)[] = [];
    for (let retry = 0; retry < 9; retry += 1) {
      delays.push(server.clock.nextTimerSeconds);
      await server.clock.advance(server.clock.nextTimerSeconds ?? 0);
    }

    expect(delays).toEqual([0.1, 1, 2, 4, 8, 16, 30, 30, 30]);
    expect(server.asked.at(-1)).toEqual({ resourceVersion: '5' });
    expect(server.clock.timers).toBe(0);
  });

  it('lists again when the past is gone: what vanished meanwhile is deleted, nothing is added twice', async () => {
    await serve([
      [added(thing('a', 3)), added(thing('b', 4)), bookmark(5, true)],
      [gone],
      [added(thing('b', 4)), added(thing('c', 40)), bookmark(50, true), hang],
    ]);
    await server.clock.advance(0.1);

    expect(server.asked[2]).toEqual({ sendInitialEvents: true });
    expect(server.changes).toEqual(['added a-1@3', 'added b-1@4', 'deleted a-1@3', 'added c-1@40']);
  });

  it('tells of an object that was replaced in a gap as one gone and one come', async () => {
    await serve([
      [added(thing('a', 3)), bookmark(5, true)],
      [gone],
      [added(thing('a', 40, { uid: 'a-2' })), bookmark(50, true), hang],
    ]);
    await server.clock.advance(0.1);

    expect(server.changes).toEqual(['added a-1@3', 'deleted a-1@3', 'added a-2@40']);
  });

  it('lists in pages where the server has no WatchList', async () => {
    const unknown = new ApiError(422, { reason: 'Invalid', message: 'sendInitialEvents is forbidden' });
    await serve(
      [[unknown], [modified(thing('b', 8)), hang]],
      [
        { items: [thing('a', 3)], resourceVersion: '7', continue: 'more' },
        { items: [thing('b', 4)], resourceVersion: '7' },
      ],
    );

    expect(server.pagesAsked).toEqual([{ limit: 500 }, { limit: 500, continue: 'more' }]);
    expect(server.asked[1]).toEqual({ resourceVersion: '7' });
    expect(server.changes).toEqual(['added a-1@3', 'added b-1@4', 'modified b-1@8']);
  });

  it('begins the pages anew when they expire under its hands', async () => {
    const unknown = new ApiError(400, { reason: 'BadRequest', message: 'unknown option' });
    await serve(
      [[unknown]],
      [
        { items: [thing('a', 3)], resourceVersion: '7', continue: 'more' },
        gone,
        { items: [thing('b', 9)], resourceVersion: '10' },
      ],
    );

    expect(server.store.list()).toEqual([thing('b', 9)]);
  });

  it('lists where the server never ends the initial events', async () => {
    await serve([[added(thing('a', 3)), hang]], [{ items: [thing('a', 3)], resourceVersion: '7' }]);
    await server.clock.advance(120);

    expect(server.changes).toEqual(['added a-1@3']);
    expect(server.asked[1]).toEqual({ resourceVersion: '7' });
  });

  it('does not spin when the server ends every watch at once', async () => {
    await serve([[bookmark(5, true)], ...Array.from({ length: 1000 }, (): Script => [])]);
    await server.clock.advance(10);

    expect(server.asked.length).toBeLessThan(10);
  });

  it('believes a server that went back in time', async () => {
    await serve([
      [added(thing('a', 300)), bookmark(500, true)],
      [gone],
      [added(thing('a', 30)), bookmark(50, true), modified(thing('a', 60)), hang],
    ]);
    await server.clock.advance(0.1);

    expect(server.changes).toEqual(['added a-1@300', 'deleted a-1@300', 'added a-1@30', 'modified a-1@60']);
  });

  it('leaves out an object that cannot be trimmed', async () => {
    await serve([
      [
        added(thing('poison', 3)),
        bookmark(5, true),
        modified(thing('poison', 6)),
        added(thing('a', 7)),
        hang,
      ],
    ]);

    expect(server.changes).toEqual(['added a-1@7']);
  });

  it('stops for good, in the back-off too', async () => {
    await serve([[bookmark(5, true)], [down]]);
    server.abort.abort();
    await server.clock.advance(60);

    expect(server.asked).toHaveLength(2);
    expect(server.clock.timers).toBe(0);
  });
});
