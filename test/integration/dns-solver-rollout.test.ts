import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { findCondition } from '../../api/conditions.ts';
import { type ApiService, apiServices } from '../../api/registration.ts';
import { silentLog } from '../../runtime/log.ts';
import { createMetrics } from '../../runtime/metrics.ts';
import { trimObject } from '../../runtime/trim.ts';
import { startReflector } from '../../runtime/watch.ts';
import { freePort, waitFor } from '../cluster/loopback.ts';
import { dueOnceReplicasAreUp, storeOldCa } from '../cluster/old-ca.ts';
import { release } from '../cluster/role.ts';
import { type ServiceRelay, startServiceRelay } from '../cluster/service-relay.ts';
import { nextSerialShown, serialShown } from '../cluster/shown-certificate.ts';
import { startedFor } from '../cluster/suite.ts';
import { direct } from './dns-solver-direct.ts';
import { group, newValue, type SolverProcess, startSolverScene } from './dns-solver-scene.ts';

/** What goes on all the while, with everything that went wrong. */
interface Watcher {
  readonly problems: readonly string[];
  /** How often it was looked at. */
  readonly count: number;
  /** When what was under way at the end is over, too. */
  readonly ended: Promise<void>;
}

const over = new AbortController();
let service: ServiceRelay;

let caDueInSeconds: number;

const scene = startedFor(async () => {
  const began = performance.now();
  const servicePort = await freePort();
  service = await startServiceRelay(servicePort);
  const started = await startSolverScene({ servicePort });
  caDueInSeconds = dueOnceReplicasAreUp(began);
  await storeOldCa(started.plane, `${release.name}-dns-solver-ca`, caDueInSeconds);
  return started;
});
afterAll(async () => {
  over.abort();
  await service?.close();
});

/**
 * A replica, which gets calls once it says that it is ready, as a Pod does.
 *
 * @param options `alone`: there is no other one: real Services say that they have no endpoints, which a replica takes for well enough
 */
async function startReplica(name: string, { alone = false } = {}): Promise<SolverProcess> {
  const port = await freePort();
  const flags = ['--shutdown-delay-duration=2s'];
  const replica = await scene().start({ name, port, flags });
  if (alone) service.add(port);
  await replica.ready('the replica to be ready', async () =>
    (await direct(port, '/readyz')).code === 200 ? true : undefined,
  );
  if (!alone) service.add(port);
  return replica;
}

/** As a Pod is stopped: no new connections, and SIGTERM. */
async function stopReplica(replica: SolverProcess): Promise<void> {
  service.remove(replica.port);
  replica.kill('SIGTERM');
  expect(await replica.exited).toEqual({ code: 0, signal: null });
}

/** Every state of the APIService from now on. */
function watchAvailability(): Omit<Watcher, 'ended'> & { readonly bundles: ReadonlySet<string> } {
  const problems: string[] = [];
  const bundles = new Set<string>();
  let count = 0;
  const look = ({ spec, status }: ApiService): void => {
    count += 1;
    bundles.add(spec?.caBundle ?? '');
    const available = findCondition(status?.conditions, 'Available');
    if (available?.status !== 'True') problems.push(`${available?.reason}: ${available?.message}`);
  };
  const store = startReflector<ApiService>({
    connection: scene().plane.admin,
    resource: apiServices,
    fieldSelector: `metadata.name=v1alpha1.${group}`,
    trim: trimObject,
    signal: over.signal,
    log: silentLog,
    metrics: createMetrics(),
  });
  store.subscribe(({ object }) => look(object));
  return {
    problems,
    bundles,
    get count() {
      return count;
    },
  };
}

/** Does the same thing until the end, with a pause in between. */
function repeat(what: () => Promise<string | undefined>, pauseMs: number): Watcher {
  const problems: string[] = [];
  let count = 0;
  const run = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const problem = await what().catch((error: Error) => error.message);
      if (problem !== undefined && !over.signal.aborted) problems.push(problem);
      count += 1;
      await sleep(pauseMs);
    }
  };
  const ended = run();
  return {
    problems,
    ended,
    get count() {
      return count;
    },
  };
}

async function discoverAll(): Promise<string | undefined> {
  const args = ['api-resources', '--verbs=create', '-o=name', '--cached=false'];
  const { code, stdout, stderr } = await scene().plane.kubectl(args);
  if (code !== 0 || stderr !== '') return `exit code ${code}: ${stderr}`;
  return stdout.includes(`dnspod.${group}`) ? undefined : 'the solver is not in the list';
}

async function presentAndCleanUp(): Promise<undefined> {
  const value = newValue();
  await scene().solve('Present', 'shop.example.com', value);
  await scene().solve('CleanUp', 'shop.example.com', value);
}

describe('two replicas that share a CA, whose life is two thirds over', () => {
  let first: SolverProcess;
  let second: SolverProcess;
  let availability: ReturnType<typeof watchAvailability>;
  const watchers: Record<string, Watcher> = {};

  it('become available', async () => {
    [first, second] = await Promise.all([
      startReplica('first', { alone: true }),
      startReplica('second', { alone: true }),
    ]);
    await scene().available(first);
    await waitFor('discovery to have the solver', async () =>
      (await discoverAll()) === undefined ? true : undefined,
    );
    availability = watchAvailability();
    watchers['kubectl api-resources'] = repeat(discoverAll, 400);
    watchers['Present and CleanUp'] = repeat(presentAndCleanUp, 100);
    expect(await serialShown(first.port)).not.toBe(await serialShown(second.port));
  });

  it('replace the CA, and a third replica takes the place of the first', { timeout: 300_000 }, async () => {
    await waitFor(
      'the new CA beside the old one',
      () => Promise.resolve(availability.bundles.size > 1 ? true : undefined),
      { seconds: caDueInSeconds + 60 },
    );
    await startReplica('third');
    await stopReplica(first);
    expect(availability.problems).toEqual([]);
  });

  it('show certificates of the new CA without a restart', async () => {
    const { before, after } = await nextSerialShown(second.port);
    expect(after).not.toBe(before);
  });

  it('are all replaced in the end', async () => {
    await startReplica('fourth');
    await stopReplica(second);
    await sleep(2000);
    expect(availability.problems).toEqual([]);
  });

  it('were available all the while, and neither discovery nor a call ever failed', async () => {
    over.abort();
    for (const [what, { problems, count, ended }] of Object.entries(watchers)) {
      await ended;
      expect({ what, problems }).toEqual({ what, problems: [] });
      expect(count).toBeGreaterThan(30);
    }
    expect(availability.problems).toEqual([]);
    expect(availability.count).toBeGreaterThan(1);
    expect(scene().dnspod.records).toEqual([]);
  });
});
