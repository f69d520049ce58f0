import type { KubeObject } from '../api/resource.ts';
import type { Clock } from './clock.ts';
import type { Cluster } from './cluster.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { EventFact } from './reconcile.ts';

/** An object that says of what kind it is, as event writers need it. */
export type Describable = KubeObject & { readonly apiVersion: string; readonly kind: string };

export interface EventRecorder {
  /** Tells people. Never waits and never fails: what cannot be written is only counted. */
  record(about: Describable, event: EventFact): void;
  /** Waits, for a few seconds at most, until what was recorded is written. */
  drain(): Promise<void>;
}

export interface EventRecorderOptions {
  readonly cluster: Cluster;
  /** `source.component`, for example `cert-manager-certificates-issuing`. */
  readonly component: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics?: Metrics;
}

export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  throw new Error('not built yet', { cause: options });
}
