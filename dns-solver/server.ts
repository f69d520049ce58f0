import { type Changing, createChanging } from '../runtime/changing.ts';
import { type Clock, wait } from '../runtime/clock.ts';
import type { ClusterConnection } from '../runtime/connect.ts';
import { createHealth, type Health } from '../runtime/health.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { metricsHandler, startMetricsServer } from '../runtime/metrics-server.ts';
import { startHttps } from '../runtime/serve.ts';
import type { CaBundleTarget } from '../runtime/serving-ca-bundle.ts';
import type { CertificateSource } from '../runtime/serving-certificate.ts';
import { addServingMetric } from '../runtime/serving-metrics.ts';
import { startServingCertificate } from '../runtime/serving-source.ts';
import { version } from '../runtime/version.ts';
import { watchAggregation } from './aggregation.ts';
import { createApp } from './app.ts';
import { createAuthenticate } from './authenticate.ts';
import { createAuthorize } from './authorize.ts';
import { createCallMetrics } from './call-metrics.ts';
import type { ChallengeTools } from './challenge.ts';
import { budgetSeconds } from './deadline.ts';
import { solverVersion } from './discovery.ts';
import { watchFrontProxyConfig } from './front-proxy-config.ts';
import { createGate, type Gate } from './gate.ts';
import { defaultLimits } from './in-flight.ts';
import type { RequestHeaderConfig } from './request-header.ts';
import { createSecretReader } from './secret-reader.ts';
import type { Settings } from './settings.ts';
import type { Solver } from './solvers.ts';
import { createTokenReviewer } from './token-review.ts';
import { createVendorFetch } from './vendor-fetch.ts';

/** What the server is given of the world. */
export interface ServerTools {
  readonly connection: ClusterConnection;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly solvers: readonly Solver[];
}

export interface DnsSolver {
  readonly port: number;
  /** Says that it is not ready, serves on for a while, then lets calls in flight finish. */
  stop(): Promise<void>;
}

/** Everything that is kept up beside the HTTPS server. */
interface Surroundings {
  readonly certificate: CertificateSource;
  readonly frontProxy: Changing<RequestHeaderConfig>;
  readonly health: Health;
  readonly vendors: ReturnType<typeof createVendorFetch>;
}

/** Starts the extension API server. It answers at once; `/readyz` says when everything it needs is there. */
export async function startDnsSolver(settings: Settings, tools: ServerTools): Promise<DnsSolver> {
  const { clock, log, metrics } = tools;
  const ended = new AbortController();
  const around = surround(settings, tools, ended.signal);
  const { health, frontProxy, certificate, vendors } = around;
  const server = await startHttps({
    port: settings.securePort,
    host: settings.bindAddress,
    log,
    certificate,
    ...settings.tls,
    requestHeaderCa: clientCa(frontProxy),
    handler: createAppFor(settings, tools, around),
  });
  const metricsServer = await startMetricsServer(settings.metrics, {
    metrics,
    log,
    certificateFrom: (from) =>
      startServingCertificate({ ...tools, settings: from, targets: [], signal: ended.signal }),
  });
  log.info({ port: server.port, groups: settings.groups }, 'Serving the DNS01 solver API');
  return {
    port: server.port,
    async stop() {
      health.shuttingDown();
      server.retire();
      await wait(clock, settings.shutdownDelaySeconds);
      await server.close(budgetSeconds); // no call takes longer
      ended.abort();
      await Promise.all([metricsServer?.close(), vendors.close()]);
    },
  };
}

function surround(settings: Settings, tools: ServerTools, signal: AbortSignal): Surroundings {
  const { connection, clock, log, metrics } = tools;
  const health = createHealth();
  const certificate = certificateOf(settings, tools, signal);
  const frontProxy = watchFrontProxyConfig({ connection, signal, log, metrics });
  const aggregation = watchAggregation({ cluster: connection, groups: settings.groups, clock, log, signal });
  addServingMetric(metrics.registry, certificate);
  health.addReady('certificate', () =>
    certificate.current() ? undefined : 'there is no serving certificate yet',
  );
  health.addReady('front-proxy', () =>
    frontProxy.current() ? undefined : 'who the front proxy is was not read yet',
  );
  health.addReady('aggregation', aggregation);
  return { certificate, frontProxy, health, vendors: createVendorFetch() };
}

function certificateOf(
  { certificate: settings, groups }: Settings,
  { connection, clock, log }: ServerTools,
  signal: AbortSignal,
): CertificateSource {
  const targets = groups.map((group): CaBundleTarget => ({
    kind: 'APIService',
    name: `${solverVersion}.${group}`,
  }));
  return startServingCertificate({ settings, targets, connection, clock, log, signal });
}

function createAppFor({ groups, tokenAudiences }: Settings, tools: ServerTools, around: Surroundings) {
  const { clock, log, solvers, metrics: all } = tools;
  const { health } = around;
  const names = solvers.map(({ name }) => name);
  const metrics = createCallMetrics(all.registry, names);
  return createApp({
    groups,
    solvers,
    health,
    metrics,
    clock,
    log,
    version,
    gate: gateOf(tokenAudiences, tools, around),
    tools: { ...challengeTools(tools), fetch: around.vendors.fetch, observe: metrics.answered },
    limits: defaultLimits,
    serveMetrics: metricsHandler(all, log),
  });
}

function gateOf(
  audiences: readonly string[],
  { connection: cluster, clock }: ServerTools,
  around: Surroundings,
): Gate {
  const { frontProxy } = around;
  const reviewToken = createTokenReviewer({ cluster, clock, audiences });
  const authenticate = createAuthenticate({ frontProxy, reviewToken, clock });
  return createGate({ authenticate, authorize: createAuthorize(cluster, clock), frontProxy });
}

function challengeTools({ connection, clock, log }: ServerTools): Omit<ChallengeTools, 'fetch'> {
  return { clock, log, readSecretIn: (namespace) => createSecretReader(connection, namespace) };
}

/** Only the CA out of the configuration; never the cluster's other CA, which signs users' certificates. */
function clientCa(frontProxy: Changing<RequestHeaderConfig>): Changing<string> {
  const pem = createChanging<string>(frontProxy.current()?.clientCaPem);
  frontProxy.subscribe(({ clientCaPem }) => {
    if (clientCaPem !== pem.current()) pem.set(clientCaPem);
  });
  return pem;
}
