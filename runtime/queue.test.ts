import { describe, expect, it } from 'vitest';
import { ManualClock, settle } from '../test/build/manual-clock.ts';
import { silentLog } from './log.ts';
import { backoffSeconds, createQueue, type Outcome, type Queue, type QueueOptions } from './queue.ts';

interface Scene {
  readonly clock: ManualClock;
  readonly queue: Queue;
  /** Keys in the order in which their runs began. */
  readonly started: string[];
  /** Ends the oldest run in progress. */
  readonly end: (outcome?: Outcome) => Promise<void>;
}

/** A queue whose runs last until the test ends them. */
function queueByHand(options: Partial<QueueOptions> = {}): Scene {
  const clock = new ManualClock();
  const started: string[] = [];
  const open: ((outcome: Outcome) => void)[] = [];
  const queue = createQueue({
    concurrency: 2,
    clock,
    backoff: { baseSeconds: 1, maxSeconds: 30 },
    log: silentLog,
    random: () => 0,
    run(key) {
      started.push(key);
      return new Promise((resolve) => open.push(resolve));
    },
    ...options,
  });
  return {
    clock,
    queue,
    started,
    end: async (outcome = { next: 'rest' }) => {
      open.shift()?.(outcome);
      await settle();
    },
  };
}

describe('a queue of ten thousand keys whose runs wait for nothing', () => {
  it('lets others have their turn every few keys', async () => {
    const runs: number[] = [];
    let turns = 0;
    const { queue } = queueByHand({
      run() {
        runs[turns] = (runs[turns] ?? 0) + 1;
        return Promise.resolve({ next: 'rest' });
      },
    });
    for (let index = 0; index < 10_000; index += 1) queue.add(`key-${index}`);
    for (; queue.length > 0; turns += 1) await new Promise((resolve) => setImmediate(resolve));

    expect(Math.max(...runs)).toBeLessThanOrEqual(32);
  });

  it('begins with what is urgent, also when that comes last', async () => {
    const { queue, started, end } = queueByHand({ urgency: (key) => (key === 'new' ? 0 : 3) });
    for (let index = 0; index < 10; index += 1) queue.add(`old-${index}`);
    await settle();
    queue.add('new');
    await end();

    expect(started).toEqual(['old-0', 'old-1', 'new']);
  });
});

describe('a queue with two workers', () => {
  it('runs a key once, however often it was added', async () => {
    const { queue, started } = queueByHand();
    queue.add('a');
    queue.add('a');
    await settle();

    expect(started).toEqual(['a']);
  });

  it('runs two keys at a time and the third when one has ended', async () => {
    const { queue, started, end } = queueByHand();
    for (const key of ['a', 'b', 'c']) queue.add(key);
    await settle();
    expect(started).toEqual(['a', 'b']);
    expect(queue.length).toBe(1);

    await end();
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('runs a key again that was touched while it ran, but not at the same time', async () => {
    const { queue, started, end } = queueByHand();
    queue.add('a');
    await settle();
    queue.add('a');
    queue.add('a');
    await settle();
    expect(started).toEqual(['a']);

    await end();
    expect(started).toEqual(['a', 'a']);

    await end();
    expect(started).toEqual(['a', 'a']);
  });

  it('looks again when the run asked for it', async () => {
    const { clock, queue, started, end } = queueByHand();
    queue.add('a');
    await settle();
    await end({ next: 'after', seconds: 60 });
    await clock.advance(59);
    expect(started).toEqual(['a']);

    await clock.advance(1);
    expect(started).toEqual(['a', 'a']);
  });

  it('forgets that wish when a change came first: the new run has its own', async () => {
    const { clock, queue, started, end } = queueByHand();
    queue.add('a');
    await settle();
    await end({ next: 'after', seconds: 60 });
    queue.add('a');
    await settle();
    await end();
    await clock.advance(3600);

    expect(started).toEqual(['a', 'a']);
    expect(clock.timers).toBe(0);
  });

  it('keeps the earliest of several delays', async () => {
    const { clock, queue, started } = queueByHand();
    queue.addAfter('a', 60);
    queue.addAfter('a', 10);
    queue.addAfter('a', 30);
    await clock.advance(10);
    expect(started).toEqual(['a']);
    expect(clock.timers).toBe(0);
  });

  it('looks at a renewal 60 days away every twelve hours', async () => {
    const { clock, queue, started, end } = queueByHand();
    queue.add('a');
    await settle();
    await end({ next: 'after', seconds: 60 * 86_400 });
    queue.addAfter('b', 60 * 86_400);
    await clock.advance(12 * 3600);

    expect(started).toEqual(['a', 'a', 'b']);
  });

  it('backs off twice as long each time, up to the maximum, and from the start after a success', async () => {
    const { clock, queue, end } = queueByHand();
    const delays: (number | undefined)[] = [];
    queue.add('a');
    await settle();
    for (let round = 0; round < 7; round += 1) {
      await end({ next: 'backoff' });
      delays.push(clock.nextTimerSeconds);
      await clock.advance(clock.nextTimerSeconds ?? 0);
    }
    await end({ next: 'after', seconds: 5 });
    await clock.advance(5);
    await end({ next: 'backoff' });
    delays.push(clock.nextTimerSeconds);

    expect(delays).toEqual([1, 2, 4, 8, 16, 30, 30, 1]);
  });

  it('waits as long as the other side said, to the second', async () => {
    const { clock, queue, end } = queueByHand();
    queue.add('a');
    await settle();
    await end({ next: 'backoff', seconds: 77 });

    expect(clock.nextTimerSeconds).toBe(77);
  });

  it('leaves a moment between looks even when asked to look again in no time', async () => {
    const { clock, queue, end } = queueByHand();
    queue.add('a');
    await settle();
    await end({ next: 'after', seconds: 0 });

    expect(clock.nextTimerSeconds).toBe(0.25);
  });

  it('tries at once, back-off or not, when something changes', async () => {
    const { queue, started, end } = queueByHand();
    queue.add('a');
    await settle();
    await end({ next: 'backoff' });
    queue.add('a');
    await settle();

    expect(started).toEqual(['a', 'a']);
  });

  it('does not spin when every failing run touches its own key', async () => {
    const { clock, queue, started } = queueByHand({
      run(key) {
        started.push(key);
        queue.add(key);
        return Promise.resolve({ next: 'backoff' });
      },
    });
    queue.add('a');
    await settle();

    expect(started).toHaveLength(4);
    expect(clock.timers).toBe(1);
  });

  it('counts a run that throws as failed and goes on with others', async () => {
    const { clock, queue, started } = queueByHand({
      run(key) {
        started.push(key);
        return key === 'bad' ? Promise.reject(new Error('a bug')) : Promise.resolve({ next: 'rest' });
      },
    });
    queue.add('bad');
    queue.add('good');
    await settle();

    expect(started).toEqual(['bad', 'good']);
    expect(clock.nextTimerSeconds).toBe(1);
  });

  it('drains: what runs may end, nothing else begins, no timer stays', async () => {
    const { clock, queue, started, end } = queueByHand({ concurrency: 1 });
    queue.addAfter('c', 5);
    queue.add('a');
    queue.add('b');
    await settle();
    let drained = false;
    const done = queue.drain().then(() => (drained = true));
    await settle();
    expect(drained).toBe(false);

    await end({ next: 'after', seconds: 1 });
    queue.add('d');
    await clock.advance(10);
    await done;
    expect(started).toEqual(['a']);
    expect(clock.timers).toBe(0);
  });

  it('drains at once when nothing runs', async () => {
    await expect(queueByHand().queue.drain()).resolves.toBeUndefined();
  });
});

describe('the back-off', () => {
  it('is shortened by chance, by a quarter at most, so that many do not return together', () => {
    const backoff = { baseSeconds: 8, maxSeconds: 60 };

    expect(backoffSeconds(backoff, 1, 0)).toBe(8);
    expect(backoffSeconds(backoff, 1, 1)).toBe(6);
    expect(backoffSeconds(backoff, 1_000_000, 0)).toBe(60);
  });
});
