import { clockCheck } from '../runtime/clock-health.ts';
import type { MonotonicClock } from '../runtime/clock.ts';
import type { ClusterConnection } from '../runtime/connect.ts';
import { type Health, createHealth } from '../runtime/health.ts';
import { runAsLeader } from '../runtime/leader.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { startMetricsServer } from '../runtime/metrics-server.ts';
import { startHttp } from '../runtime/serve.ts';
import { startServingCertificate } from '../runtime/serving-source.ts';
import { type Responder, startResponder } from './challenge/http01/responder.ts';
import type { Dashboard } from './dashboard/server.ts';
import type { ProcessSettings } from './flags.ts';
import { addConditionMetrics } from './condition-metrics.ts';
import { addObjectMetrics } from './object-metrics.ts';
import type { Settings } from './settings.ts';
import { startController } from './start.ts';
import type { Stores } from './wiring.ts';

export interface Surroundings {
  readonly connection: ClusterConnection;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock: MonotonicClock;
  /** Of this process in the Lease. */
  readonly identity: string;
  /** Aborts when the process shall stop. */
  readonly signal: AbortSignal;
}

interface Told {
  readonly process: ProcessSettings;
  readonly settings: Settings;
}

/** What the process shows of itself while it runs. */
interface Shown {
  /** While we lead and all is known. */
  stores?: Stores;
  /** While we lead and all is not known yet. */
  starting: boolean;
  /** Of the process that holds the lease instead. */
  leader?: string;
  /** By the monotonic clock. */
  lastRenewal?: number;
}

/** Health, metrics, the lease, and while we hold it the controller. Resolves when all has stopped. */
export async function runController(told: Told, surroundings: Surroundings): Promise<void> {
  const { log, metrics, signal } = surroundings;
  const shown: Shown = { starting: told.process.leaderElection === undefined };
  addObjectMetrics(metrics, () => shown.stores);
  addConditionMetrics(metrics.registry, () => shown.stores);
  const health = createHealth();
  addChecks(health, told.process, surroundings, shown);
  const { healthAddress } = told.process;
  const servers = [
    await responder(told, surroundings, health),
    await startMetricsServer(told.process.metrics, {
      metrics,
      log,
      certificateFrom: (from) => startServingCertificate({ ...surroundings, settings: from, targets: [] }),
    }),
    await dashboard(told, surroundings, shown),
    healthAddress === undefined
      ? undefined
      : await startHttp({ ...healthAddress, log, handler: health.handler }),
  ];
  try {
    await elected(told.process, surroundings, shown, (leading) =>
      lead(told.settings, surroundings, { shown, signal: leading }),
    );
  } finally {
    if (signal.aborted) health.shuttingDown();
    for (const server of servers) await server?.close();
  }
}

/** In every replica, where proofs by HTTP are answered here. */
async function responder(
  { process, settings }: Told,
  { connection, log, metrics, signal }: Surroundings,
  health: Health,
): Promise<Responder | undefined> {
  const { responderAddress: address } = process;
  if (address === undefined) return undefined;
  const { namespace } = settings;
  const started = await startResponder({ address, connection, namespace, log, metrics, signal });
  health.addReady('responder', () => (started.synced ? undefined : 'not all challenges are known yet'));
  return started;
}

/** Loaded only where it is wanted. */
async function dashboard(
  { process, settings }: Told,
  { clock, log }: Surroundings,
  shown: Shown,
): Promise<Dashboard | undefined> {
  if (process.dashboard === undefined) return undefined;
  const { startDashboard } = await import('./dashboard/server.ts');
  return startDashboard({
    ...process.dashboard,
    settings,
    clock,
    log,
    stores: () => shown.stores,
    starting: () => shown.starting,
    leader: () => shown.leader,
    namespace: process.leaderElection?.namespace ?? '',
  });
}

/** Runs the work under the lease, or at once where there is no election. */
async function elected(
  { leaderElection }: ProcessSettings,
  { connection, clock, identity, log, signal }: Surroundings,
  shown: Shown,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  if (leaderElection === undefined) return work(signal);
  await runAsLeader({
    cluster: connection,
    leaseName: 'cert-manager-controller',
    identity,
    clock,
    signal,
    log,
    ...leaderElection,
    lead: work,
    onRenewed() {
      shown.lastRenewal = clock.monotonicSeconds();
    },
    onHeld(by) {
      shown.leader = by;
    },
  });
}

interface Leading {
  readonly shown: Shown;
  readonly signal: AbortSignal;
}

/** Until the signal aborts; what is being done then is finished before the watches end. */
async function lead(settings: Settings, surroundings: Surroundings, leading: Leading): Promise<void> {
  const { connection, clock, log, metrics } = surroundings;
  const watching = new AbortController();
  const { shown, signal } = leading;
  shown.starting = true;
  const starting = startController({ connection, settings, clock, log, metrics, signal: watching.signal });
  try {
    const controller = await orAborted(starting, signal);
    if (controller === undefined) return;
    shown.stores = controller.stores;
    shown.starting = false;
    await aborted(signal);
    await controller.stop();
  } finally {
    watching.abort();
    delete shown.stores;
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** @returns `undefined` when the signal was first; what comes later is nobody's any more */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  work.catch(() => {});
  return Promise.race([work, aborted(signal)]);
}

function addChecks(
  health: Health,
  { leaderElection, healthGraceSeconds }: ProcessSettings,
  { clock }: Surroundings,
  shown: Shown,
): void {
  health.addLive('leaderElection', () => {
    if (leaderElection === undefined || shown.lastRenewal === undefined) return undefined;
    const silent = clock.monotonicSeconds() - shown.lastRenewal;
    const limit = leaderElection.leaseSeconds + healthGraceSeconds;
    return silent > limit && shown.stores !== undefined ? 'the lease was not renewed in time' : undefined;
  });
  health.addLive('clockHealth', clockCheck(clock));
  // a replica that waits for its turn is ready for it
  health.addReady('caches', () => (shown.starting ? 'not everything is known yet' : undefined));
}
