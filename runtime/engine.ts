import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from './clock.ts';
import type { Urgency } from './lanes.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { createQueue, type Backoff, type Outcome } from './queue.ts';
import type { Reconciler } from './reconcile.ts';
import { createStep } from './step.ts';

export interface EngineOptions<Seen, Action, Status> {
  readonly reconciler: Reconciler<Seen, Action, Status>;
  /** Objects worked on at once; default 5. */
  readonly concurrency?: number;
  /** Which of those that wait come first. */
  readonly urgency?: (key: string) => Urgency;
  /** Default 1 s up to 5 min. */
  readonly backoff?: Backoff;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** One kind being looked after. */
export interface Engine {
  enqueue(key: string): void;
  enqueueAfter(key: string, seconds: number): void;
  /** Starts nothing more and resolves when the runs in progress have ended. */
  stop(): Promise<void>;
}

const defaultBackoff: Backoff = { baseSeconds: 1, maxSeconds: 300 };

/** An object that touches itself in so many runs in a row will not come to rest: a bug that must not eat the machine. */
const restlessRuns = 20;

/** The run of one key, known to everything that it calls. */
interface Run {
  readonly key: string;
  touchedItself: boolean;
  ended: boolean;
}

/**
 * Looks after the objects of one kind: every key that is enqueued is observed, decided and acted upon, again and again,
 * until it is at rest. A bug in one object never stops the others.
 *
 * Writing a status changes the object, and the change enqueues its key. Such a touch of a run's own counts when the run
 * went well (there may be a next step) and not when it failed (it would defeat the back-off).
 */
export function runReconciler<Seen, Action, Status>(options: EngineOptions<Seen, Action, Status>): Engine {
  const { reconciler, clock, metrics, urgency, concurrency = 5, backoff = defaultBackoff } = options;
  const log = options.log.child({ controller: reconciler.name });
  const current = new AsyncLocalStorage<Run>();
  const restless = new Map<string, number>();
  const step = createStep({ reconciler, metrics, log });
  const queue = createQueue({ concurrency, clock, backoff, log, run: runOne, ...(urgency && { urgency }) });

  async function runOne(key: string): Promise<Outcome> {
    const run: Run = { key, touchedItself: false, ended: false };
    const { outcome, failed } = await current.run(run, () => step(key));
    run.ended = true;
    measure();
    return run.touchedItself && !failed ? again(key) : rested(key, outcome);
  }

  function again(key: string): Outcome {
    const runs = (restless.get(key) ?? 0) + 1;
    restless.set(key, runs);
    if (runs < restlessRuns) return { next: 'now' };
    log.error({ object: key, runs }, 'Object does not come to rest');
    return { next: 'backoff' };
  }

  function rested(key: string, outcome: Outcome): Outcome {
    restless.delete(key);
    return outcome;
  }

  function measure(): void {
    metrics.queueLength.set({ controller: reconciler.name }, queue.length);
  }

  return {
    enqueue(key) {
      const run = current.getStore();
      if (run?.key === key && !run.ended) run.touchedItself = true;
      else queue.add(key);
      measure();
    },
    enqueueAfter: (key, seconds) => queue.addAfter(key, seconds),
    stop: () => queue.drain(),
  };
}
