import { setImmediate } from 'node:timers/promises';
import { Counter, Gauge, Registry, collectDefaultMetrics } from '@prometheus-io/client';
import { createApiMetrics } from './api-metrics.ts';
import type { Clock } from './clock.ts';
import type { ApiCall } from './counted-transport.ts';
import { createBoundedLabel } from './label-value.ts';
import { version } from './version.ts';

/** What the runtime counts; other rooms register theirs on the same registry. */
export interface Metrics {
  readonly registry: Registry;
  /** `certmanager_controller_sync_call_count` */
  readonly syncCalls: Counter<'controller'>;
  /** `certmanager_controller_sync_error_count` */
  readonly syncErrors: Counter<'controller'>;
  /** `certloom_controller_failures_total` */
  readonly failures: Counter<'controller' | 'class' | 'reason'>;
  /** The reason of a failure as a label: CAs and solvers choose some of them. */
  readonly failureReason: (reason: string) => string;
  /** `certloom_queue_length`: keys that wait for a worker */
  readonly queueLength: Gauge<'controller'>;
  /** `certloom_watch_restarts_total` */
  readonly watchRestarts: Counter<'resource' | 'reason'>;
  /** `certloom_events_lost_total` */
  readonly eventsLost: Counter<'reason'>;
  /** Families of their own, beside the registry; see metric-family.ts. */
  addText(text: () => Iterable<string>): void;
  /** Told of every request to the API server. */
  readonly apiCalled: (call: ApiCall) => void;
  readonly contentType: string;
  /** The text that Prometheus scrapes, in pieces, between which others have their turn. */
  render(): AsyncIterable<string>;
}

/** More reasons than we have ourselves. */
const mostReasons = 200;

/** Milliseconds between looks at the event loop: by default ten and a hundred, which keeps an idle process busy. */
const seldom = { eventLoopMonitoringPrecision: 100, eventLoopUtilizationTimeout: 5000 } as const;

/**
 * A registry of its own: upstream's names where there are any, ours beside them, and the process's.
 *
 * @param clock for `certmanager_clock_time_seconds`
 * @param role of the process, as on its command line; without it nothing says what it is
 */
export function createMetrics(clock?: Clock, role?: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const texts: (() => Iterable<string>)[] = [];
  collectDefaultMetrics({ register: registry, ...seldom });
  addClockMetrics(registry, () => (clock?.now() ?? new Date()).getTime() / 1000);
  if (role !== undefined) addBuildInfo(registry, role);
  return {
    registry,
    syncCalls: new Counter({
      name: 'certmanager_controller_sync_call_count',
      help: 'The number of sync() calls made by a controller.',
      labelNames: ['controller'],
      registers,
    }),
    syncErrors: new Counter({
      name: 'certmanager_controller_sync_error_count',
      help: 'The number of errors encountered during controller sync().',
      labelNames: ['controller'],
      registers,
    }),
    failures: new Counter({
      name: 'certloom_controller_failures_total',
      help: 'Steps that did not work, by controller, class (passing, throttled, rejected, misconfigured, unexpected) and reason.',
      labelNames: ['controller', 'class', 'reason'],
      registers,
    }),
    failureReason: createBoundedLabel(mostReasons),
    queueLength: new Gauge({
      name: 'certloom_queue_length',
      help: 'Objects that are due but wait for a worker.',
      labelNames: ['controller'],
      registers,
    }),
    watchRestarts: new Counter({
      name: 'certloom_watch_restarts_total',
      help: 'Watches that were begun again, by resource and reason.',
      labelNames: ['resource', 'reason'],
      registers,
    }),
    eventsLost: new Counter({
      name: 'certloom_events_lost_total',
      help: 'Kubernetes events that were not written: throttled, overflow or failed.',
      labelNames: ['reason'],
      registers,
    }),
    addText: (text) => void texts.push(text),
    apiCalled: createApiMetrics(registry),
    contentType: registry.contentType,
    async *render() {
      yield await registry.metrics();
      for (const text of texts) {
        for (const piece of text()) {
          await setImmediate();
          yield piece;
        }
      }
    },
  };
}

/** Always 1: whoever looks for a process finds it by this, whatever its job is called. */
function addBuildInfo(registry: Registry, role: string): void {
  const info = new Gauge({
    name: 'certloom_build_info',
    help: 'Always 1: the role and the version of this process.',
    labelNames: ['role', 'version'],
    registers: [registry],
  });
  info.set({ role, version }, 1);
}

/** Upstream keeps the time as a counter (deprecated there) and as a gauge: dashboards subtract it from expiry times. */
function addClockMetrics(registry: Registry, seconds: () => number): void {
  const help = 'The clock time given in seconds (from 1970/01/01 UTC).';
  const counter = new Counter({
    name: 'certmanager_clock_time_seconds',
    help: `DEPRECATED: use certmanager_clock_time_seconds_gauge instead. ${help}`,
    registers: [],
    collect() {
      this.reset();
      this.inc(seconds());
    },
  });
  const gauge = new Gauge({
    name: 'certmanager_clock_time_seconds_gauge',
    help,
    registers: [],
    collect() {
      this.set(seconds());
    },
  });
  registry.registerMetric(counter);
  registry.registerMetric(gauge);
}
