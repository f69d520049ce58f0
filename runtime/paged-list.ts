import type { KubeObject, Resource } from '../api/resource.ts';
import { isGone } from './api-error.ts';
import type { ListOptions } from './cluster.ts';
import type { ClusterConnection } from './connect.ts';

export interface WholeList<Stored> {
  readonly items: readonly Stored[];
  readonly resourceVersion: string;
}

/** As kubectl and client-go do. */
const pageSize = 500;

/** A list that outlived the server's patience so many times is given up; the caller backs off. */
const attempts = 3;

/**
 * Lists everything page by page, keeping only what `keep` leaves of an object.
 *
 * @throws {ApiError} 410 when the pages expired while they were read, again and again
 */
export async function listInPages<Stored, T extends KubeObject>(
  connection: ClusterConnection,
  resource: Resource<T>,
  options: ListOptions,
  keep: (object: T) => readonly Stored[],
): Promise<WholeList<Stored>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await listOnce(connection, resource, options, keep);
    } catch (error) {
      if (attempt === attempts || !isGone(error)) throw error;
    }
  }
}

async function listOnce<Stored, T extends KubeObject>(
  connection: ClusterConnection,
  resource: Resource<T>,
  options: ListOptions,
  keep: (object: T) => readonly Stored[],
): Promise<WholeList<Stored>> {
  const items: Stored[] = [];
  let page = await connection.listPage(resource, { ...options, limit: pageSize });
  items.push(...page.items.flatMap(keep));
  while (page.continue !== undefined) {
    page = await connection.listPage(resource, { ...options, limit: pageSize, continue: page.continue });
    items.push(...page.items.flatMap(keep));
  }
  return { items, resourceVersion: page.resourceVersion };
}
