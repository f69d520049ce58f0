import type { KubeObject, Resource } from '../api/resource.ts';
import { createApiCalls } from './api-calls.ts';
import type { Cluster } from './cluster.ts';
import { type ApiCall, countedTransport } from './counted-transport.ts';
import { loadCredentials } from './credentials.ts';
import { listPage, type Page, type PageOptions } from './list-page.ts';
import { createTransport } from './transport.ts';
import { type WatchEvent, type WatchOptions, watchResource } from './watch-request.ts';

export type { Page, PageOptions } from './list-page.ts';
export type { WatchEvent, WatchOptions } from './watch-request.ts';

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
  /** Told of every request, for metrics. */
  readonly onCall?: (call: ApiCall) => void;
}

/** A cluster, and what only reflectors need of it. */
export interface ClusterConnection extends Cluster {
  /** Of the kubeconfig's context, or of the Pod we run in. */
  readonly defaultNamespace: string;
  /** URL of the API server. */
  readonly server: string;
  /** PEM: what we believe the API server by, as of now; `undefined` for the CAs of the system. */
  trustedCa(): Promise<string | undefined>;
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
export async function connectCluster(options: ConnectOptions): Promise<ClusterConnection> {
  const credentials = await loadCredentials(options);
  const transport = countedTransport(
    createTransport(credentials, options.userAgent),
    options.onCall ?? (() => {}),
  );
  const closing = new AbortController();
  return {
    ...createApiCalls(transport, options.fieldManager),
    defaultNamespace: credentials.namespace,
    server: credentials.server.href.replace(/\/$/, ''),
    trustedCa: async () => (await credentials.current()).tls.ca?.toString(),
    listPage: (resource, page) => listPage(transport, resource, page),
    watch: (resource, watch) => watchResource(transport, resource, watch, closing.signal),
    async close() {
      closing.abort();
      await transport.close();
    },
  };
}
