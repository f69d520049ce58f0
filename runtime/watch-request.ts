import type { KubeObject, Resource } from '../api/resource.ts';
import { ApiError, type ApiStatus } from './api-error.ts';
import type { ListOptions } from './cluster.ts';
import { readJsonLines } from './json-lines.ts';
import { collectionPath, queryString, representation, selectors } from './resource-path.ts';
import type { Transport } from './transport.ts';

/** One event of a watch (Kubernetes API concepts, "Efficient detection of changes"). */
export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: T;
}

export interface WatchOptions extends ListOptions {
  readonly resourceVersion?: string;
  /** WatchList: the objects first, as ADDED, then a bookmark annotated `k8s.io/initial-events-end`. */
  readonly sendInitialEvents?: boolean;
  /** After so long the server ends the watch. */
  readonly timeoutSeconds: number;
  /** Longest silence: the API server sends a bookmark every minute. Default 180. */
  readonly silenceSeconds?: number;
  readonly signal: AbortSignal;
}

/** @param closing ends it like `options.signal` does */
export async function* watchResource<T extends KubeObject>(
  transport: Transport,
  resource: Resource<T>,
  options: WatchOptions,
  closing: AbortSignal,
): AsyncGenerator<WatchEvent<T>> {
  const end = new AbortController();
  const abort = (): void => end.abort();
  for (const signal of [options.signal, closing]) {
    if (signal.aborted) return;
    signal.addEventListener('abort', abort);
  }
  try {
    const chunks = transport.stream({
      method: 'GET',
      path: collectionPath(resource, options.namespace) + watchQuery(options),
      signal: end.signal,
      timeoutSeconds: options.silenceSeconds ?? 180,
      ...representation('PartialObjectMetadata', options),
    });
    for await (const line of readJsonLines(chunks)) yield eventFrom<T>(line);
  } catch (error) {
    if (!end.signal.aborted) throw error;
  } finally {
    for (const signal of [options.signal, closing]) signal.removeEventListener('abort', abort);
    end.abort();
  }
}

function watchQuery(options: WatchOptions): string {
  const initial = { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' };
  return queryString({
    watch: true,
    allowWatchBookmarks: true,
    timeoutSeconds: options.timeoutSeconds,
    resourceVersion: options.resourceVersion,
    ...selectors(options),
    ...(options.sendInitialEvents === true ? initial : {}),
  });
}

function eventFrom<T>(line: unknown): WatchEvent<T> {
  const event = line as WatchEvent<T> | { readonly type: 'ERROR'; readonly object: ApiStatus };
  if (event.type !== 'ERROR') return event;
  throw new ApiError(event.object.code ?? 500, event.object);
}
