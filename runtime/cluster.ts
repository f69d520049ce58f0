import type { KubeObject, Resource } from '../api/resource.ts';

/** Which object: its name, and its namespace where the kind has one. */
export interface ObjectName {
  readonly name: string;
  readonly namespace?: string;
}

export interface WriteOptions {
  /** `metadata.managedFields[].manager`; the process's own name when left out. */
  readonly fieldManager?: string;
  readonly dryRun?: boolean;
}

export interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** The API server sends the metadata of objects and nothing else. */
  readonly metadataOnly?: boolean;
}

export interface DeleteOptions {
  /** Delete only this very object, not one of the same name that came after it. */
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
}

export interface RequestOptions {
  readonly body?: unknown;
  readonly contentType?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Default 30 s. */
  readonly timeoutSeconds?: number;
}

/** One operation of RFC 6902. */
export interface JsonPatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'test';
  readonly path: string;
  readonly value?: unknown;
}

/**
 * The API server, as the rest of certloom sees it. Every method makes exactly one request, never sleeps and never
 * retries: the queue decides when to try again.
 *
 * @throws {ApiError} for every answer that is not a success, with the API server's reason and code
 * @throws {TransientFailure} `ApiServerUnreachable` when there was no answer
 */
export interface Cluster {
  /** @returns `undefined` when there is no such object */
  get<T extends KubeObject>(resource: Resource<T>, name: ObjectName): Promise<T | undefined>;
  list<T extends KubeObject>(resource: Resource<T>, options?: ListOptions): Promise<readonly T[]>;
  create<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  /** PUT; with `metadata.resourceVersion` in the object it fails with `Conflict` when somebody was faster. */
  replace<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  /** PUT of the status subresource; only `metadata` and `status` of the object matter. */
  replaceStatus<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  /** Server-side apply, forced: fields of ours that others set become ours again. */
  apply<T extends KubeObject>(
    resource: Resource<T>,
    object: T,
    options: WriteOptions & { readonly fieldManager: string },
  ): Promise<T>;
  /** RFC 7386 merge patch when given an object, RFC 6902 JSON patch when given a list. */
  patch<T extends KubeObject>(
    resource: Resource<T>,
    name: ObjectName,
    patch: object | readonly JsonPatchOperation[],
    options?: WriteOptions,
  ): Promise<T>;
  /** Absent is success. @returns whether there was something to delete */
  delete(resource: Resource, name: ObjectName, options?: DeleteOptions): Promise<boolean>;
  /** Any other call: reviews, tokens, aggregated APIs. */
  request<Answer>(method: string, path: string, options?: RequestOptions): Promise<Answer>;
}
