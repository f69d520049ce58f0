import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { TerminalFailure, TransientFailure, type Failure } from '../api/failure.ts';
import { ManualClock, settle } from '../test/build/manual-clock.ts';
import { ApiError } from './api-error.ts';
import { runReconciler, type Engine } from './engine.ts';
import { silentLog, type Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { Decision, EventFact, Reconciler } from './reconcile.ts';

interface Light {
  readonly color: string;
  readonly url?: string;
  readonly failure?: string;
}

type Action = 'order' | 'finish';

const conflict = new ApiError(409, { reason: 'Conflict', message: 'the object has been modified' });
const event: EventFact = { type: 'Normal', reason: 'Issued', message: 'done' };

const nothingLearned = (): Promise<undefined> => Promise.resolve(undefined);

/** One kind whose parts a test can replace; it keeps what was written, in order. */
class Scene {
  readonly clock = new ManualClock();
  readonly metrics: Metrics = createMetrics();
  readonly story: string[] = [];
  readonly engine: Engine;
  stored: Light = { color: 'red' };
  decision: Decision<Action, Light> = { status: { color: 'green' }, actions: [] };
  gone = false;
  act: (action: Action, key: string) => Promise<Partial<Light> | undefined> = nothingLearned;
  beforeWrite: () => void = () => {};

  constructor(log: Log = silentLog) {
    const { clock, metrics } = this;
    const backoff = { baseSeconds: 8, maxSeconds: 60 };
    this.engine = runReconciler({ reconciler: this.#reconciler(), backoff, clock, log, metrics });
  }

  async see(key = 'shop/light'): Promise<void> {
    this.engine.enqueue(key);
    await settle();
  }

  async count(name: 'syncCalls' | 'syncErrors'): Promise<number> {
    const { values } = await this.metrics[name].get();
    return values.reduce((sum, { value }) => sum + value, 0);
  }

  #reconciler(): Reconciler<string, Action, Light> {
    return {
      name: 'lights',
      observe: (key) => Promise.resolve(this.gone ? undefined : key),
      decide: () => this.decision,
      act: (action, key) => {
        this.story.push(action);
        return this.act(action, key);
      },
      writeStatus: (_key, status) => {
        this.beforeWrite();
        const differs = JSON.stringify(status) !== JSON.stringify(this.stored);
        if (differs) this.story.push(`wrote ${Object.values(status).join(' ')}`);
        this.stored = status;
        return Promise.resolve(differs);
      },
      failed: (status, failure: Failure, _key, attempts) => ({
        ...status,
        failure: `${failure.reason} ${attempts}`,
      }),
      record: (_key, { reason }) => this.story.push(`said ${reason}`),
    };
  }
}

describe('the engine, looking after one light', () => {
  it('writes the status that was decided, tells of it, and rests', async () => {
    const scene = new Scene();
    scene.decision = { ...scene.decision, events: [event] };
    await scene.see();

    expect(scene.story).toEqual(['wrote green', 'said Issued']);
    expect(scene.clock.timers).toBe(0);
  });

  it('says nothing when nothing differs', async () => {
    const scene = new Scene();
    scene.stored = { color: 'green' };
    scene.decision = { ...scene.decision, events: [event] };
    await scene.see();

    expect(scene.story).toEqual([]);
  });

  it('writes what an action learned before it begins the next one', async () => {
    const scene = new Scene();
    scene.decision = { status: { color: 'green' }, actions: ['order', 'finish'] };
    scene.act = (action) =>
      action === 'order' ? Promise.resolve({ url: 'https://ca/1' }) : nothingLearned();
    await scene.see();

    expect(scene.story).toEqual(['order', 'wrote green https://ca/1', 'finish']);
  });

  it('does nothing for what is gone', async () => {
    const scene = new Scene();
    scene.gone = true;
    await scene.see();

    expect(scene.story).toEqual([]);
  });

  it('looks again when decided', async () => {
    const scene = new Scene();
    scene.decision = { ...scene.decision, lookAgainSeconds: 90 };
    await scene.see();

    expect(scene.clock.nextTimerSeconds).toBe(90);
  });

  it('looks a second time when the run touched its own object, and then rests', async () => {
    const scene = new Scene();
    scene.beforeWrite = () => {
      scene.beforeWrite = () => {};
      scene.engine.enqueue('shop/light');
    };
    await scene.see();

    expect(await scene.count('syncCalls')).toBe(2);
  });

  it('gives up on an object that touches itself for ever, until the back-off', async () => {
    const scene = new Scene();
    scene.beforeWrite = () => scene.engine.enqueue('shop/light');
    await scene.see();

    expect(await scene.count('syncCalls')).toBe(20);
    expect(scene.clock.timers).toBe(1);
  });
});

describe('two engines, one of which wakes the other in the middle of a run', () => {
  it('do not take a touch by the other for their own', async () => {
    const [orders, challenges] = [new Scene(), new Scene()];
    const others = Promise.withResolvers<Partial<Light>>();
    const failed = Promise.withResolvers<undefined>();
    orders.decision = { status: { color: 'green' }, actions: ['order'] };
    orders.act = () => {
      challenges.engine.enqueue('shop/light');
      return failed.promise;
    };
    challenges.decision = { status: { color: 'green' }, actions: ['order'] };
    challenges.act = () => {
      orders.engine.enqueue('shop/light');
      return others.promise;
    };
    await orders.see();
    orders.act = nothingLearned;
    failed.reject(new TransientFailure('CaUnreachable', 'no answer'));
    await settle();

    expect(await orders.count('syncCalls')).toBe(2);
    expect(orders.stored).toEqual({ color: 'green' });
  });
});

describe('the engine, when a step fails', () => {
  function failing(failure: unknown): Scene {
    const scene = new Scene();
    scene.decision = { status: { color: 'green' }, actions: ['order', 'finish'] };
    scene.act = () => Promise.reject(failure);
    return scene;
  }

  it('writes what failed with the number of tries in a row, and backs off', async () => {
    const scene = failing(new TransientFailure('CaUnreachable', 'no answer'));
    await scene.see();
    expect(scene.story).toEqual(['order', 'wrote green CaUnreachable 1']);

    await scene.clock.advance(8);
    expect(scene.story.slice(2)).toEqual(['order', 'wrote green CaUnreachable 2']);
    expect(await scene.count('syncErrors')).toBe(2);
  });

  it('counts from one again after a success', async () => {
    const scene = failing(new TransientFailure('CaUnreachable', 'no answer'));
    await scene.see();
    const { act } = scene;
    scene.act = nothingLearned;
    await scene.see();
    scene.act = act;
    await scene.see();

    expect(scene.stored.failure).toBe('CaUnreachable 1');
  });

  it('keeps what was learned before the failure', async () => {
    const scene = failing(undefined);
    scene.act = (action) =>
      action === 'order'
        ? Promise.resolve({ url: 'https://ca/1' })
        : Promise.reject(new TransientFailure('CaUnreachable', 'no answer'));
    await scene.see();

    expect(scene.stored).toEqual({ color: 'green', url: 'https://ca/1', failure: 'CaUnreachable 1' });
  });

  it('comes back when the other side said', async () => {
    const scene = failing(new TransientFailure('RateLimited', 'slow down', { retryAfterSeconds: 120 }));
    await scene.see();

    expect(scene.clock.nextTimerSeconds).toBe(120);
  });

  it('waits for a person when trying again cannot help, but keeps the deadline', async () => {
    const scene = failing(new TerminalFailure('Refused', 'the name is on a block list'));
    await scene.see();
    expect(scene.clock.timers).toBe(0);

    scene.decision = { ...scene.decision, lookAgainSeconds: 600 };
    await scene.see();
    expect(scene.clock.nextTimerSeconds).toBe(600);
    expect(scene.stored.failure).toBe('Refused 2');
  });

  it('is not hurried by the touch of its own status write', async () => {
    const scene = failing(new TransientFailure('CaUnreachable', 'no answer'));
    scene.beforeWrite = () => scene.engine.enqueue('shop/light');
    await scene.see();

    expect(await scene.count('syncCalls')).toBe(1);
    expect(scene.clock.timers).toBe(1);
  });

  it('is not hurried for ever by an own touch that looks like somebody else’s', async () => {
    const scene = failing(new TransientFailure('CaUnreachable', 'no answer'));
    const elsewhere = AsyncLocalStorage.snapshot();
    scene.beforeWrite = () => elsewhere(() => scene.engine.enqueue('shop/light'));
    await scene.see();

    expect(await scene.count('syncCalls')).toBe(4);
  });

  it('answers a conflict at once, five times, and then backs off', async () => {
    const scene = failing(conflict);
    await scene.see();

    expect(await scene.count('syncCalls')).toBe(6);
    expect(await scene.count('syncErrors')).toBe(0);
    expect(scene.story).not.toContain('wrote green');
    expect(scene.clock.timers).toBe(1);
  });

  it('goes on after one conflict as if nothing had been', async () => {
    const scene = failing(conflict);
    const { act } = scene;
    scene.act = (action, key) => {
      scene.act = nothingLearned;
      return act(action, key);
    };
    await scene.see();

    expect(scene.story).toEqual(['order', 'order', 'finish', 'wrote green']);
    expect(scene.clock.timers).toBe(0);
  });

  it('logs a bug with its stack, backs off, and leaves other objects alone', async () => {
    const lines: [object, string][] = [];
    const log: Log = { ...silentLog, error: (...line) => lines.push(line), child: () => log };
    const scene = new Scene(log);
    const bug = new TypeError('undefined is not a function');
    scene.decision = { status: { color: 'green' }, actions: ['order'] };
    scene.act = (_action, key) => (key === 'shop/bad' ? Promise.reject(bug) : nothingLearned());
    await scene.see('shop/bad');
    expect(scene.story).toEqual(['order']);
    await scene.see('shop/good');

    expect(lines).toEqual([[{ object: 'shop/bad', err: bug }, 'Step ended with an unexpected error']]);
    expect(scene.stored).toEqual({ color: 'green' });
    expect(scene.clock.timers).toBe(1);
  });

  it('stops when what runs has ended', async () => {
    const scene = failing(undefined);
    const working = Promise.withResolvers<Partial<Light>>();
    scene.act = (action) => (action === 'order' ? working.promise : nothingLearned());
    await scene.see();
    const stopped = scene.engine.stop();
    working.resolve({ url: 'https://ca/1' });
    await stopped;
    scene.engine.enqueueAfter('shop/light', 1);

    expect(scene.story).toEqual(['order', 'wrote green https://ca/1', 'finish']);
    expect(scene.clock.timers).toBe(0);
  });
});
