import { Failure } from '../api/failure.ts';
import type { KubeObject, Resource } from '../api/resource.ts';
import { ApiError, isGone } from './api-error.ts';
import { type Clock, keepAlive, wait } from './clock.ts';
import type { ListOptions } from './cluster.ts';
import type { ClusterConnection, WatchEvent } from './connect.ts';
import type { Log } from './log.ts';
import type { MemoryStore } from './memory-store.ts';
import type { Metrics } from './metrics.ts';
import { listInPages } from './paged-list.ts';
import type { Indexes } from './store.ts';

/** Marks the bookmark that ends the first part of a WatchList (Kubernetes KEP-3157). */
const initialEventsEnd = 'k8s.io/initial-events-end';

/** Servers that take `sendInitialEvents` but do not know it never send that bookmark. */
const initialSeconds = 120;

/** A watch that ends sooner than this without a word is a server in trouble, not the end of its time. */
const shortWatchMs = 1000;

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
  readonly metadataOnly?: boolean;
  /** Ends the watch for good. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock?: Clock;
  /** [0, 1), as Math.random. */
  readonly random?: () => number;
  /** Longest silence on a watch before it counts as dead; default 180. */
  readonly silenceSeconds?: number;
}

type Options<Stored extends KubeObject, T extends KubeObject> = ReflectorOptions<Stored, T> & {
  readonly clock: Clock;
  readonly random: () => number;
};

/** Lists and watches one resource into a store, for ever. */
export class Reflector<Stored extends KubeObject, T extends KubeObject> {
  readonly #options: Options<Stored, T>;
  readonly #store: MemoryStore<Stored>;
  /** Up to where we have heard; undefined when a list is needed. */
  #heard: string | undefined;
  /** The highest that a list or watch has shown. */
  #highest = 0n;
  #watchList = true;
  #failures = 0;

  constructor(options: Options<Stored, T>, store: MemoryStore<Stored>) {
    this.#options = options;
    this.#store = store;
  }

  async run(): Promise<void> {
    const { signal, clock } = this.#options;
    const letGo = keepAlive();
    while (!signal.aborted) {
      const delaySeconds = await this.#round();
      if (delaySeconds > 0) await wait(clock, delaySeconds, signal);
    }
    letGo();
  }

  /** One watch until its end. @returns how long to wait before the next */
  async #round(): Promise<number> {
    const started = this.#options.clock.now().getTime();
    const heardBefore = this.#heard;
    try {
      if (this.#heard === undefined && !this.#watchList) await this.#list();
      else await this.#watch();
    } catch (error) {
      return this.#afterError(error);
    }
    if (this.#options.signal.aborted) return 0;
    const idle = this.#heard === heardBefore && this.#options.clock.now().getTime() - started < shortWatchMs;
    if (idle) return this.#backoff('short');
    this.#failures = 0;
    return 0;
  }

  async #list(): Promise<void> {
    const { connection, resource } = this.#options;
    const list = await listInPages(connection, resource, this.#selection(), (object) => this.#keep(object));
    this.#replaceAll(list.items, list.resourceVersion);
  }

  async #watch(): Promise<void> {
    const { connection, resource, random, silenceSeconds } = this.#options;
    const initial = this.#heard === undefined;
    const end = new AbortController();
    const deadline = this.#initialDeadline(initial, end);
    const events = connection.watch<T>(resource, {
      ...this.#selection(),
      ...(initial ? { sendInitialEvents: true } : { resourceVersion: this.#heard ?? '' }),
      timeoutSeconds: Math.round(300 + 300 * random()),
      ...(silenceSeconds === undefined ? {} : { silenceSeconds }),
      signal: AbortSignal.any([this.#options.signal, end.signal]),
    });
    const listed: Stored[] | undefined = initial ? [] : undefined;
    try {
      await this.#follow(events, listed, () => deadline?.cancel());
    } finally {
      deadline?.cancel();
    }
  }

  #initialDeadline(initial: boolean, end: AbortController): { cancel(): void } | undefined {
    if (!initial) return undefined;
    return this.#options.clock.setTimer(initialSeconds, () => {
      this.#options.log.warn({}, 'The server does not finish the initial events, listing instead');
      this.#watchList = false;
      end.abort();
    });
  }

  /** @param listed where objects go until the list is complete; undefined when there is one */
  async #follow(
    events: AsyncIterable<WatchEvent<T>>,
    listed: Stored[] | undefined,
    complete: () => void,
  ): Promise<void> {
    let pending = listed;
    for await (const { type, object } of events) {
      this.#failures = 0;
      if (pending === undefined) this.#apply(type, object);
      else if (type !== 'BOOKMARK') pending.push(...this.#keep(object));
      else if (object.metadata.annotations?.[initialEventsEnd] === 'true') {
        this.#replaceAll(pending, object.metadata.resourceVersion ?? '');
        pending = undefined;
        complete();
      }
    }
  }

  #apply(type: WatchEvent<T>['type'], object: T): void {
    if (type !== 'BOOKMARK') for (const kept of this.#keep(object)) this.#store.apply(type, kept);
    this.#advance(object.metadata.resourceVersion ?? '');
  }

  #replaceAll(items: readonly Stored[], resourceVersion: string): void {
    const wentBack = BigInt(resourceVersion || 0) < this.#highest;
    if (wentBack) this.#options.log.warn({ resourceVersion }, 'The API server went back in time');
    this.#store.replaceAll(items, resourceVersion, wentBack);
    this.#highest = 0n;
    this.#advance(resourceVersion);
    this.#options.log.debug({ resourceVersion, objects: items.length }, 'Listed');
  }

  #advance(resourceVersion: string): void {
    if (resourceVersion === '') return;
    this.#heard = resourceVersion;
    const version = BigInt(resourceVersion);
    if (version > this.#highest) this.#highest = version;
  }

  /** Trims; an object that cannot be trimmed is left out, so that it does not stand in the way of all others. */
  #keep(object: T): readonly Stored[] {
    try {
      return [this.#options.trim(object)];
    } catch (err) {
      const { name, namespace } = object.metadata;
      this.#options.log.error({ err, name, namespace }, 'Object cannot be taken into the store');
      return [];
    }
  }

  #afterError(error: unknown): number {
    const { log } = this.#options;
    if (isGone(error)) {
      log.info({ message: error.message }, 'What was watched from is gone, listing again');
      this.#heard = undefined;
      return this.#backoff('gone');
    }
    if (this.#watchList && this.#heard === undefined && isUnknownOption(error)) {
      log.info({ message: error.message }, 'The server has no WatchList, listing in pages');
      this.#watchList = false;
      return 0;
    }
    if (error instanceof Failure)
      log.warn({ reason: error.reason, message: error.message }, 'Watch was interrupted');
    else log.error({ err: error }, 'Watch ended with an unexpected error');
    return Math.max(this.#backoff('error'), retryAfter(error));
  }

  /** The first retry comes fast: most interruptions are a connection that was closed. */
  #backoff(reason: 'error' | 'gone' | 'short'): number {
    const { metrics, random, resource } = this.#options;
    metrics.watchRestarts.inc({ resource: resource.plural, reason });
    this.#failures += 1;
    const seconds = this.#failures === 1 ? 0.1 : Math.min(2 ** (this.#failures - 2), 30);
    return seconds * (1 - random() / 2);
  }

  #selection(): ListOptions {
    const { namespace, labelSelector, fieldSelector, metadataOnly } = this.#options;
    return {
      ...(namespace === undefined ? {} : { namespace }),
      ...(labelSelector === undefined ? {} : { labelSelector }),
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
      ...(metadataOnly === undefined ? {} : { metadataOnly }),
    };
  }
}

/** 400 and 422 are what servers without the feature gate answer to `sendInitialEvents`. */
function isUnknownOption(error: unknown): error is ApiError {
  return error instanceof ApiError && (error.code === 400 || error.code === 422);
}

/** Only what a busy server asks for: what is forbidden is tried like anything else, as a watch cannot do without. */
function retryAfter(error: unknown): number {
  return error instanceof ApiError && error.retry ? (error.retryAfterSeconds ?? 0) : 0;
}
