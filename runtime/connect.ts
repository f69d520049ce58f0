import type { KubeObject, Resource } from '../api/resource.ts';
import type { Cluster, ListOptions } from './cluster.ts';

export interface ConnectOptions {
  /** Path of a kubeconfig; without it the process runs in the cluster and uses its ServiceAccount. */
  readonly kubeconfig?: string;
  /** A context of the kubeconfig; its current one when left out. */
  readonly context?: string;
  /** URL of the API server instead of the kubeconfig's. */
  readonly master?: string;
  /** `name/version`, as the API server's audit log shows it. */
  readonly userAgent: string;
  /** `metadata.managedFields[].manager` of our writes. */
  readonly fieldManager: string;
}

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
  readonly signal: AbortSignal;
}

export interface PageOptions extends ListOptions {
  readonly limit: number;
  readonly continue?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Of the whole list: where a watch goes on. */
  readonly resourceVersion: string;
  /** There is more: ask again with it. */
  readonly continue?: string;
}

/** A cluster, and what only reflectors need of it. */
export interface ClusterConnection extends Cluster {
  /** Of the kubeconfig's context, or of the Pod we run in. */
  readonly defaultNamespace: string;
  /** URL of the API server. */
  readonly server: string;
  listPage<T extends KubeObject>(resource: Resource<T>, options: PageOptions): Promise<Page<T>>;
  /**
   * One watch request. Ends when the server ends it or the signal aborts.
   *
   * @throws {ApiError} for an error answer and for an ERROR event
   * @throws {TransientFailure} `ApiServerUnreachable` when the connection breaks or stays silent for too long
   */
  watch<T extends KubeObject>(resource: Resource<T>, options: WatchOptions): AsyncIterable<WatchEvent<T>>;
  /** Ends the watches and closes the connections when the calls in flight are done. */
  close(): Promise<void>;
}

/** @throws {TerminalFailure} `KubeconfigUnusable` */
export function connectCluster(options: ConnectOptions): Promise<ClusterConnection> {
  throw new Error('not built yet', { cause: options });
}
