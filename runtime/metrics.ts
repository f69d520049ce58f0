import type { Counter, Gauge, Registry } from '@prometheus-io/client';

/** What the runtime counts; other rooms register theirs on the same registry. */
export interface Metrics {
  readonly registry: Registry;
  /** `certmanager_controller_sync_call_count` */
  readonly syncCalls: Counter<'controller'>;
  /** `certmanager_controller_sync_error_count` */
  readonly syncErrors: Counter<'controller'>;
  /** `certloom_queue_length`: keys that wait for a worker */
  readonly queueLength: Gauge<'controller'>;
  /** `certloom_watch_restarts_total` */
  readonly watchRestarts: Counter<'resource' | 'reason'>;
  /** `certloom_events_lost_total` */
  readonly eventsLost: Counter<'reason'>;
  /** @returns the text that Prometheus scrapes, and its content type */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export function createMetrics(): Metrics {
  throw new Error('not built yet');
}
