import type { Event } from '../api/core.ts';
import { events } from '../api/core.ts';
import type { KubeObject } from '../api/resource.ts';
import { rfc3339 } from '../api/conditions.ts';
import { wait, type Clock } from './clock.ts';
import type { Cluster } from './cluster.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { createRecent } from './recent.ts';
import type { EventFact } from './reconcile.ts';
import { createTokenBuckets } from './token-buckets.ts';

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

/** One fact is told once in this time, as client-go counts repetitions up instead of telling them again. */
const sameFactSeconds = 600;

/** client-go's own limit per object. */
const bucketPerObject = { burst: 25, refillSeconds: 300 };

/** Events in flight at a time, and events that wait; more than that is noise nobody reads. */
const inFlight = 4;
const backlog = 1000;

const drainSeconds = 5;

type LostBecause = 'throttled' | 'overflow' | 'failed';

/** Writes core/v1 events, beside the work and never in its way. */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { cluster, clock, log, metrics, component } = options;
  const recent = createRecent(sameFactSeconds);
  const buckets = createTokenBuckets(bucketPerObject);
  const waiting: Event[] = [];
  const writing = new Set<Promise<void>>();
  let count = 0;

  function lose(reason: LostBecause): void {
    metrics?.eventsLost.inc({ reason });
  }

  function start(): void {
    while (writing.size < inFlight) {
      const event = waiting.shift();
      if (event === undefined) return;
      const written = write(event).finally(() => {
        writing.delete(written);
        start();
      });
      writing.add(written);
    }
  }

  async function write(event: Event): Promise<void> {
    try {
      await cluster.create(events, event);
    } catch (error) {
      lose('failed');
      log.debug({ err: error, reason: event.reason }, 'Event was not written');
    }
  }

  async function written(): Promise<void> {
    while (writing.size > 0) await Promise.all(writing);
  }

  return {
    record(about, fact) {
      const now = clock.now();
      const { uid = '' } = about.metadata;
      if (recent.seen([uid, fact.type, fact.reason, fact.message].join('\n'), now.getTime()))
        return undefined;
      if (!buckets.take(uid, now.getTime())) return lose('throttled');
      if (waiting.length >= backlog) return lose('overflow');
      waiting.push(eventOf(about, fact, { component, now, count: (count += 1) }));
      return start();
    },
    async drain() {
      await Promise.race([written(), wait(clock, drainSeconds)]);
    },
  };
}

interface Circumstances {
  readonly component: string;
  readonly now: Date;
  /** Tells two events of one millisecond apart. */
  readonly count: number;
}

/** What client-go's recorder writes; `kubectl describe` finds it by the uid of `involvedObject`. */
function eventOf(about: Describable, fact: EventFact, { component, now, count }: Circumstances): Event {
  const { name = '', namespace, uid, resourceVersion } = about.metadata;
  const nanoseconds = BigInt(now.getTime()) * 1_000_000n + BigInt(count % 1_000_000);
  const suffix = `.${nanoseconds.toString(16)}`;
  return {
    metadata: {
      // names end at 253 characters (RFC 1123 subdomain)
      name: `${name.slice(0, 253 - suffix.length).replace(/[.-]+$/, '')}${suffix}`,
      // events of objects of the whole cluster live there, as upstream's do
      namespace: namespace ?? 'default',
    },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: about.kind,
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
    },
    ...fact,
    source: { component },
    reportingComponent: component,
    reportingInstance: '',
    firstTimestamp: rfc3339(now),
    lastTimestamp: rfc3339(now),
    count: 1,
  };
}
