import { TransientFailure } from '../../api/failure.ts';
import type { Resource } from '../../api/resource.ts';
import type { ClusterConnection } from '../../runtime/connect.ts';

/** A connection of a process that is killed. */
export interface Mortal {
  readonly connection: ClusterConnection;
  /** Resolves when the process has died. */
  readonly died: Promise<void>;
}

const writes = ['create', 'replace', 'replaceStatus', 'apply', 'patch', 'delete'] as const;

/**
 * Kills the process behind a connection right after its n-th write (events not counted): the API server has it, the
 * process never hears of it, and nothing that it does afterwards reaches the API server.
 */
export function dyingAfterWrite(n: number, connection: ClusterConnection): Mortal {
  const { promise, resolve } = Promise.withResolvers<void>();
  let done = 0;
  const alive = async <T>(call: () => Promise<T>, isWrite: boolean): Promise<T> => {
    if (done >= n) throw dead();
    const answer = await call();
    if (!isWrite) return answer;
    done += 1;
    if (done < n) return answer;
    resolve();
    throw dead();
  };
  const wrapped: Record<string, unknown> = {};
  for (const name of writes) {
    const method = connection[name].bind(connection) as (
      resource: Resource,
      ...rest: unknown[]
    ) => Promise<unknown>;
    wrapped[name] = (resource: Resource, ...rest: unknown[]) =>
      alive(() => method(resource, ...rest), resource.plural !== 'events');
  }
  const get: ClusterConnection['get'] = (resource, name) =>
    alive(() => connection.get(resource, name), false);
  return {
    connection: Object.assign(Object.create(connection) as ClusterConnection, wrapped, { get }),
    died: promise,
  };
}

function dead(): TransientFailure {
  return new TransientFailure('ApiServerUnreachable', 'this process is dead');
}
