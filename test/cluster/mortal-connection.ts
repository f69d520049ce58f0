import { TransientFailure } from '../../api/failure.ts';
import type { Resource } from '../../api/resource.ts';
import type { ClusterConnection } from '../../runtime/connect.ts';

/** A connection of a process that is killed. */
export interface Mortal {
  readonly connection: ClusterConnection;
  /** Resolves when the process has died. */
  readonly died: Promise<void>;
}

/** A connection of a process that does not even try again once it is killed. */
export interface Silenced extends Mortal {
  /** Lets those go who still wait for an answer: after the process was told to stop, before that is waited for. */
  bury(): void;
}

const writes = ['create', 'replace', 'replaceStatus', 'apply', 'patch', 'delete'] as const;

/**
 * Kills the process behind a connection right after its n-th write (events not counted): the API server has it, the
 * process never hears of it, and nothing that it does afterwards reaches the API server.
 */
export function dyingAfterWrite(
  n: number,
  connection: ClusterConnection,
  burial: Promise<void> = Promise.resolve(),
): Mortal {
  const { promise, resolve } = Promise.withResolvers<void>();
  let done = 0;
  const alive = async <T>(call: () => Promise<T>, isWrite: boolean): Promise<T> => {
    if (done >= n) return dead(burial);
    const answer = await call();
    if (!isWrite) return answer;
    done += 1;
    if (done < n) return answer;
    resolve();
    return dead(burial);
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

/** As {@link dyingAfterWrite}, for a process that asks others than the API server, and would go on with it. */
export function silencedAfterWrite(n: number, connection: ClusterConnection): Silenced {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { ...dyingAfterWrite(n, connection, promise), bury: resolve };
}

async function dead(burial: Promise<void>): Promise<never> {
  await burial;
  throw new TransientFailure('ApiServerUnreachable', 'this process is dead');
}
