import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Backoff } from './queue.ts';
import type { Reconciler } from './reconcile.ts';

export interface EngineOptions<Seen, Action, Status> {
  readonly reconciler: Reconciler<Seen, Action, Status>;
  /** Default 5. */
  readonly concurrency?: number;
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

export function runReconciler<Seen, Action, Status>(options: EngineOptions<Seen, Action, Status>): Engine {
  throw new Error('not built yet', { cause: options });
}
