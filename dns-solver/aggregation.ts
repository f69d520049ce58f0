import { findCondition } from '../api/conditions.ts';
import { apiServices } from '../api/core.ts';
import { type Clock, wait } from '../runtime/clock.ts';
import type { Cluster } from '../runtime/cluster.ts';
import type { Log } from '../runtime/log.ts';
import { solverVersion } from './discovery.ts';

/** What the API server says while it waits for the first of us to become ready. */
const waitingForUs = ['MissingEndpoints', 'EndpointsNotFound'];

export interface AggregationOptions {
  readonly cluster: Cluster;
  readonly groups: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Asks, until it has worked once for each group, whether a call through the API server arrives at a solver.
 *
 * A Service of cluster addresses has no endpoint before a Pod is ready, so that the API server cannot reach the first
 * replica before it says it is. That one case counts as well enough.
 *
 * @returns a readiness check
 */
export function watchAggregation(options: AggregationOptions): () => string | undefined {
  const waiting = new Map(options.groups.map((group) => [group, 'not asked yet']));
  void ask(options, waiting);
  return () => {
    const [first] = waiting;
    return first === undefined
      ? undefined
      : `no call through the API server arrives for group ${first[0]}: ${first[1]}`;
  };
}

/** Never rejects. */
async function ask(options: AggregationOptions, waiting: Map<string, string>): Promise<void> {
  const { groups, clock, log, signal } = options;
  const arrived = new Set<string>();
  while (!signal.aborted && arrived.size < groups.length) {
    for (const group of groups.filter((one) => !arrived.has(one))) {
      const problem = await askFor(group, options.cluster);
      if (problem === undefined) {
        arrived.add(group);
        log.info({ group }, 'Calls through the API server arrive');
      }
      if (problem === undefined || waitingForUs.includes(problem)) waiting.delete(group);
      else waiting.set(group, problem);
    }
    await wait(clock, 1, signal);
  }
}

/** @returns why it did not work: the reason of the APIService where it has one */
async function askFor(group: string, cluster: Cluster): Promise<string | undefined> {
  try {
    await cluster.request('GET', `/apis/${group}/${solverVersion}`, { timeoutSeconds: 5 });
    return undefined;
  } catch (error) {
    const name = `${solverVersion}.${group}`;
    const service = await cluster.get(apiServices, { name }).catch(() => undefined);
    const available = findCondition(service?.status?.conditions, 'Available');
    const reason = available?.status === 'False' ? available.reason : undefined;
    return reason ?? (error as Error).message;
  }
}
