import type { KubeObject, Resource } from '../api/resource.ts';
import type { Clock } from './clock.ts';
import type { ClusterConnection } from './connect.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Indexes, Store } from './store.ts';

export interface ReflectorOptions<Stored extends KubeObject, T extends KubeObject = Stored> {
  readonly connection: ClusterConnection;
  readonly resource: Resource<T>;
  /** What is kept of an object; see trim.ts. Nothing else of it stays in memory. */
  readonly trim: (object: T) => Stored;
  readonly indexes?: Indexes<Stored>;
  /** Only this namespace. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Ends the watch for good. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock?: Clock;
  /** [0, 1), as Math.random. */
  readonly random?: () => number;
}

/** Keeps a store current for as long as the signal allows, whatever becomes of the API server. */
export function startReflector<Stored extends KubeObject, T extends KubeObject = Stored>(
  options: ReflectorOptions<Stored, T>,
): Store<Stored> {
  throw new Error('not built yet', { cause: options });
}
