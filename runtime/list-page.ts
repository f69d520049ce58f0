import { apiVersionOf, type KubeObject, type Resource } from '../api/resource.ts';
import type { ListOptions } from './cluster.ts';
import { collectionPath, queryString, representation, selectors } from './resource-path.ts';
import type { Transport } from './transport.ts';

export interface PageOptions extends ListOptions {
  /** The whole list when left out. */
  readonly limit?: number;
  readonly continue?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Of the whole list: where a watch goes on. */
  readonly resourceVersion: string;
  /** There is more: ask again with it. */
  readonly continue?: string;
}

/** Lists are the longest calls. */
const timeoutSeconds = 60;

export async function listPage<T extends KubeObject>(
  transport: Transport,
  resource: Resource<T>,
  options: PageOptions,
): Promise<Page<T>> {
  const query = { ...selectors(options), limit: options.limit, continue: options.continue };
  const path = collectionPath(resource, options.namespace) + queryString(query);
  const accepted = representation('PartialObjectMetadataList', options);
  const { body } = await transport.call({ method: 'GET', path, timeoutSeconds, ...accepted });
  return readPage(resource, body);
}

/** Items of a list carry no apiVersion and kind of their own where the API server knows the kind from Go types. */
function readPage<T extends KubeObject>(resource: Resource<T>, body: string): Page<T> {
  const { metadata, items } = JSON.parse(body) as {
    readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
    readonly items: readonly T[] | null;
  };
  const kind = { apiVersion: apiVersionOf(resource), kind: resource.kind };
  return {
    items: (items ?? []).map((item) => ({ ...kind, ...item })),
    resourceVersion: metadata.resourceVersion ?? '',
    ...(metadata.continue ? { continue: metadata.continue } : {}),
  };
}
