import { type Ingress, ingresses } from '../../../api/core.ts';
import { sameValue } from '../../../api/same-value.ts';
import { isConflict } from '../../../runtime/api-error.ts';
import type { Cluster, ObjectName } from '../../../runtime/cluster.ts';

/** What becomes of an Ingress. */
export type IngressChange = (ingress: Ingress) => Ingress;

/**
 * Changes Ingresses that belong to somebody else. Changes of one Ingress that come while it is being written wait and go
 * into the next write together: the proofs of a certificate with twenty names do not run into each other's conflicts.
 */
export interface IngressEditor {
  /** @returns whether there is such an Ingress. @throws {Failure} */
  edit(name: ObjectName, change: IngressChange): Promise<boolean>;
}

interface Waiting {
  readonly change: IngressChange;
  readonly done: PromiseWithResolvers<boolean>;
}

/** Others write to the same object all the time: ingress controllers its status, engines its spec. */
const tries = 5;

export function createIngressEditor(cluster: Pick<Cluster, 'get' | 'replace'>): IngressEditor {
  const queues = new Map<string, Waiting[]>();

  async function write(name: ObjectName, changes: readonly IngressChange[], left = tries): Promise<boolean> {
    const there = await cluster.get(ingresses, name);
    if (there === undefined) return false;
    const wanted = changes.reduce((ingress, change) => change(ingress), there);
    if (sameValue(wanted, there)) return true;
    try {
      await cluster.replace(ingresses, wanted);
      return true;
    } catch (error) {
      if (!isConflict(error) || left <= 1) throw error;
      return write(name, changes, left - 1);
    }
  }

  async function work(key: string, name: ObjectName): Promise<void> {
    for (let batch = take(key); batch.length > 0; batch = take(key)) {
      const changes = batch.map(({ change }) => change);
      try {
        const found = await write(name, changes);
        for (const { done } of batch) done.resolve(found);
      } catch (error) {
        for (const { done } of batch) done.reject(error);
      }
    }
    queues.delete(key);
  }

  function take(key: string): readonly Waiting[] {
    return queues.get(key)?.splice(0) ?? [];
  }

  return {
    edit(name, change) {
      const key = `${name.namespace ?? ''}/${name.name}`;
      const waiting = { change, done: Promise.withResolvers<boolean>() };
      const queue = queues.get(key);
      if (queue !== undefined) queue.push(waiting);
      else {
        queues.set(key, [waiting]);
        void work(key, name);
      }
      return waiting.done.promise;
    },
  };
}
