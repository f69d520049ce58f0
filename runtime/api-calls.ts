import { apiVersionOf, type KubeObject, type Resource } from '../api/resource.ts';
import { isConflict, isNotFound } from './api-error.ts';
import type { Cluster, DeleteOptions, ObjectName, RequestOptions, WriteOptions } from './cluster.ts';
import { listPage } from './list-page.ts';
import { collectionPath, objectPath, queryString } from './resource-path.ts';
import type { Transport } from './transport.ts';

type Request = Cluster['request'];

const defaultTimeoutSeconds = 30;

/** The calls of {@link Cluster}: one request each. */
export function createApiCalls(transport: Transport, fieldManager: string): Cluster {
  const request = requestOver(transport);
  return {
    request,
    async get<T extends KubeObject>(resource: Resource<T>, name: ObjectName) {
      try {
        return await request<T>('GET', objectPath(resource, name));
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    list: async (resource, options = {}) => (await listPage(transport, resource, options)).items,
    ...writes(request, fieldManager),
    delete: (resource, name, options = {}) => remove(request, objectPath(resource, name), options),
  };
}

function requestOver(transport: Transport): Request {
  return async <Answer>(method: string, path: string, options: RequestOptions = {}): Promise<Answer> => {
    const { body, contentType = 'application/json', query, signal } = options;
    const answer = await transport.call({
      method,
      path: path + (query === undefined ? '' : queryString(query)),
      timeoutSeconds: options.timeoutSeconds ?? defaultTimeoutSeconds,
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined ? {} : { body: asText(body), headers: { 'content-type': contentType } }),
    });
    const isJson = answer.contentType.includes('json') && answer.body !== '';
    return (isJson ? JSON.parse(answer.body) : answer.body) as Answer;
  };
}

type Writes = Pick<Cluster, 'create' | 'replace' | 'replaceStatus' | 'apply' | 'patch'>;

function writes(request: Request, fieldManager: string): Writes {
  const queryOf = (options: WriteOptions | undefined): Record<string, string> => ({
    fieldManager: options?.fieldManager ?? fieldManager,
    ...(options?.dryRun === true ? { dryRun: 'All' } : {}),
  });
  const full = (
    resource: Resource,
    object: KubeObject,
    options: WriteOptions | undefined,
  ): RequestOptions => ({
    // objects from lists may lack them, and the API server insists
    body: { ...object, apiVersion: apiVersionOf(resource), kind: resource.kind },
    query: queryOf(options),
  });
  return {
    create: (resource, object, options) =>
      request('POST', collectionPath(resource, object.metadata.namespace), full(resource, object, options)),
    replace: (resource, object, options) =>
      request('PUT', objectPath(resource, object.metadata), full(resource, object, options)),
    replaceStatus: (resource, object, options) =>
      request('PUT', `${objectPath(resource, object.metadata)}/status`, full(resource, object, options)),
    apply: (resource, object, options) =>
      request('PATCH', objectPath(resource, object.metadata), {
        ...full(resource, object, options),
        contentType: 'application/apply-patch+yaml',
        query: { ...queryOf(options), force: 'true' },
      }),
    patch: (resource, name, patch, options) =>
      request('PATCH', objectPath(resource, name), {
        body: patch,
        contentType: Array.isArray(patch) ? 'application/json-patch+json' : 'application/merge-patch+json',
        query: queryOf(options),
      }),
  };
}

async function remove(request: Request, path: string, options: DeleteOptions): Promise<boolean> {
  const { uid, resourceVersion, propagationPolicy } = options;
  const preconditions = { uid, resourceVersion };
  try {
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy, preconditions };
    await request('DELETE', path, { body });
    return true;
  } catch (error) {
    // with a uid alone, a conflict says that another object has the name now: ours is gone
    const another = resourceVersion === undefined && uid !== undefined && isConflict(error);
    if (isNotFound(error) || another) return false;
    throw error;
  }
}

function asText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
