import {
  certificateRequests,
  certificates,
  challenges,
  clusterIssuers,
  issuers,
  orders,
} from '../api/kinds.ts';
import type { ClusterIssuer, Issuer } from '../api/issuer/issuer.ts';
import { type KubeObject, type Resource, keyOf } from '../api/resource.ts';
import { secrets } from '../api/secret.ts';
import type { MonotonicClock } from '../runtime/clock.ts';
import type { ClusterConnection } from '../runtime/connect.ts';
import { type Engine, runReconciler } from '../runtime/engine.ts';
import { createEventRecorder } from '../runtime/events.ts';
import type { Log } from '../runtime/log.ts';
import { createStore } from '../runtime/memory-store.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Indexes, Store } from '../runtime/store.ts';
import { trimObject } from '../runtime/trim.ts';
import { startReflector } from '../runtime/watch.ts';
import { acmeParts } from './acme/parts.ts';
import { certificateController } from './certificate/controller.ts';
import { createIssuanceMetrics } from './certificate/issuance-metrics.ts';
import { requestController } from './certificate-request/controller.ts';
import { targetControllers } from './ca-injector/target-controllers.ts';
import { challengeIndexes } from './challenge/indexes.ts';
import { certificateIndexes, issuerIndexes, requestIndexes, secretIndexes } from './indexes.ts';
import { type AskingKind, gatewayKind, ingressKind } from './ingress/asking-kind.ts';
import { askingController, askingIndexes } from './ingress/controller.ts';
import { trimAsking } from './ingress/trimmed.ts';
import { watchIssuerChanges } from './issuer/changes.ts';
import { clusterIssuerController, issuerController } from './issuer/controller.ts';
import { type IssuerTypes, issuerTypes, secretKeysOf } from './issuer/types.ts';
import { orderIndexes } from './order/indexes.ts';
import { ownIdentity } from './own-identity.ts';
import { createPendingKeys } from './pending-keys.ts';
import { readSecret } from './read-secret.ts';
import type { Settings } from './settings.ts';
import type { ControllerTools, KindController, Stop, Stores } from './wiring.ts';

export interface ControllerOptions {
  readonly connection: ClusterConnection;
  readonly settings: Settings;
  readonly clock: MonotonicClock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Ends the watches. */
  readonly signal: AbortSignal;
}

/** A controller at work. */
export interface RunningController {
  readonly stores: Stores;
  /** Starts nothing more, and resolves when what was being done is done and told. */
  stop(): Promise<void>;
}

/** Watches everything, waits until all of it is known, and then looks after every object. */
export async function startController(options: ControllerOptions): Promise<RunningController> {
  const { connection, settings, clock, log, metrics, signal } = options;
  const late: { types?: IssuerTypes } = {};
  const stores = startStores(options, late);
  const { ingress } = settings;
  const fromIngresses = ingress.enabled ? [asking(options, ingressKind(ingress))] : [];
  const fromGateways = ingress.gateways.enabled ? [asking(options, gatewayKind(ingress))] : [];
  const record = createEventRecorder({
    cluster: connection,
    component: 'certloom-controller',
    clock,
    log,
    metrics,
  });
  const tools: ControllerTools = {
    cluster: connection,
    stores,
    clock,
    log,
    record,
    settings,
    keys: createPendingKeys(),
    identity: await ownIdentity(connection, log),
  };
  const acme = acmeParts(tools, metrics.registry);
  const types = issuerTypes(tools, acme);
  late.types = types;
  const issuerChanges = watchIssuerChanges(stores);
  const all: readonly Store<KubeObject>[] = [
    ...Object.values(stores),
    ...fromIngresses.map(({ store }) => store),
  ];
  await Promise.all(all.map((store) => store.waitForSync(signal)));
  signal.throwIfAborted();
  const running = [
    issuerController(tools, types),
    clusterIssuerController(tools, types),
    certificateController(tools, {
      issuerChanges,
      askRenewalInfo: acme.askRenewalInfo,
      countIssuance: createIssuanceMetrics(metrics.registry),
    }),
    requestController(tools, { issuerChanges, signers: types.signers }),
    ...acme.kinds,
    ...fromIngresses.map(({ kind, store }) => askingController(tools, kind, store)),
    // Gateways are not waited for: their kind may not be served yet, and each is looked at when it comes
    ...fromGateways.map(({ kind, store }) => askingController(tools, kind, store)),
    ...targetControllers(tools, watching(options)),
  ].map((kind) => run(options, kind));
  log.info({ ...sizes(stores) }, 'controller started');
  return {
    stores,
    async stop() {
      await Promise.all(running.map((stop) => stop()));
      await record.drain();
    },
  };
}

/** Runs one kind: every object there is, and from then on whatever wakes one. */
function run(
  { clock, log, metrics, settings }: ControllerOptions,
  kind: KindController,
): () => Promise<void> {
  const engine: Engine = runReconciler({
    reconciler: kind.reconciler,
    concurrency: kind.concurrency ?? settings.concurrentWorkers,
    ...(kind.urgency && { urgency: kind.urgency }),
    clock,
    log,
    metrics,
  });
  const sleep: readonly Stop[] = kind.wake((key) => engine.enqueue(key));
  for (const object of kind.objects.list()) engine.enqueue(keyOf(object));
  return async () => {
    for (const stop of sleep) stop();
    await engine.stop();
  };
}

/** One line per kind. */
function startStores(options: ControllerOptions, late: { readonly types?: IssuerTypes }): Stores {
  const { clusterResourceNamespace, namespace } = options.settings;
  const keysOf = (issuer: Issuer | ClusterIssuer, where: string): readonly string[] =>
    late.types === undefined ? [] : secretKeysOf(issuer, where, late.types.setups);
  const inOwn = issuerIndexes((issuer: Issuer) => keysOf(issuer, issuer.metadata.namespace ?? ''));
  const inShared = issuerIndexes((issuer: ClusterIssuer) => keysOf(issuer, clusterResourceNamespace));
  return {
    certificates: watched(options, certificates, certificateIndexes),
    requests: watched(options, certificateRequests, requestIndexes),
    issuers: watched(options, issuers, inOwn),
    clusterIssuers: namespace === undefined ? watched(options, clusterIssuers, inShared) : empty(),
    orders: watched(options, orders, orderIndexes),
    challenges: watched(options, challenges, challengeIndexes),
    secrets: startReflector({
      ...watching(options),
      resource: secrets,
      trim: readSecret,
      indexes: secretIndexes,
      // Helm keeps its releases in Secrets of up to 1 MB each; nobody refers to those
      fieldSelector: 'type!=helm.sh/release.v1',
    }),
  };
}

/** Objects that may ask for Certificates. */
function asking<T extends KubeObject>(options: ControllerOptions, kind: AskingKind<T>) {
  const trim = trimAsking(kind, options.settings.ingress);
  const indexes = askingIndexes(kind);
  const store: Store<T> = startReflector({ ...watching(options), resource: kind.resource, trim, indexes });
  return { kind, store };
}

function watched<T extends KubeObject>(
  options: ControllerOptions,
  resource: Resource<T>,
  indexes: Indexes<T>,
): Store<T> {
  return startReflector({ ...watching(options), resource, indexes, trim: trimObject });
}

function watching({ connection, signal, log, metrics, clock, settings }: ControllerOptions) {
  const namespace = settings.namespace === undefined ? {} : { namespace: settings.namespace };
  return { connection, signal, log, metrics, clock, ...namespace };
}

/** For a kind that is not looked at: known to be empty from the start. */
function empty<T extends KubeObject>(): Store<T> {
  const store = createStore<T>();
  store.replaceAll([], '0');
  return store;
}

function sizes(stores: Stores): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(stores).map(([name, store]) => [name, store.list().length]));
}
