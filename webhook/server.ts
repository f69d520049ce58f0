import type { RequestListener } from 'node:http';
import { type Clock, wait } from '../runtime/clock.ts';
import type { ClusterConnection } from '../runtime/connect.ts';
import { createHealth } from '../runtime/health.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { startMetricsServer } from '../runtime/metrics-server.ts';
import { type HttpsOptions, startHttp, startHttps } from '../runtime/serve.ts';
import type { CaBundleTarget } from '../runtime/serving-ca-bundle.ts';
import type { CertificateSource } from '../runtime/serving-certificate.ts';
import { addServingMetric } from '../runtime/serving-metrics.ts';
import { startServingCertificate } from '../runtime/serving-source.ts';
import { watchTextFile } from '../runtime/text-file.ts';
import { createApp } from './app.ts';
import { createApprovalCheck } from './approval.ts';
import { onlyFor } from './callers.ts';
import { createJudge } from './judge.ts';
import { createReferenceJudges, type ReferenceJudges } from './references/judge.ts';
import { startStores } from './references/stores.ts';
import { worldOfStores } from './references/store-world.ts';
import { watchReachable } from './reachable.ts';
import { createReviewMetrics } from './review-metrics.ts';
import type { Settings } from './settings.ts';

/** What the server is given of the world. */
export interface ServerTools {
  readonly connection: ClusterConnection;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface WebhookServer {
  readonly port: number;
  /** Says that it is not ready, serves on for a while, then lets reviews in flight finish. */
  stop(): Promise<void>;
}

/** Starts the admission webhook. It answers as soon as there is a certificate; `/readyz` says when. */
export async function startWebhook(settings: Settings, tools: ServerTools): Promise<WebhookServer> {
  const { connection, clock, log, metrics } = tools;
  const ended = new AbortController();
  const health = createHealth();
  const certificate = certificateOf(settings, tools, ended.signal);
  addServingMetric(metrics.registry, certificate);
  health.addReady('certificate', () =>
    certificate.current() ? undefined : 'there is no serving certificate yet',
  );
  health.addReady('reachable', reachable(settings, tools, ended.signal));
  const app = createApp({
    judge: createJudge(settings.gates, referencesOf(settings, tools, ended.signal)),
    approval: createApprovalCheck(connection, clock),
    mutation: { visibleDefaults: settings.visibleDefaults, organisation: settings.organisation },
    log,
    ...createReviewMetrics(metrics.registry),
  });
  const server = await startHttps({
    ...listenerFor(settings, app, tools, ended.signal),
    port: settings.securePort,
    host: settings.bindAddress,
    certificate,
    ...settings.tls,
    log,
  });
  const healthServer =
    settings.healthAddress && (await startHttp({ ...settings.healthAddress, handler: health.handler, log }));
  const metricsServer = await startMetricsServer(settings.metrics, {
    metrics,
    log,
    certificateFrom: (from) =>
      startServingCertificate({ ...tools, settings: from, targets: [], signal: ended.signal }),
  });
  log.info({ port: server.port }, 'Serving admission reviews');
  return {
    port: server.port,
    async stop() {
      health.shuttingDown();
      server.retire();
      await wait(clock, settings.shutdownDelaySeconds);
      await server.close();
      ended.abort();
      await Promise.all([healthServer?.close(), metricsServer?.close()]);
    },
  };
}

/** What answers, and the CAs by whose client certificates callers are known, where that is wanted. */
function listenerFor(
  { callers }: Settings,
  handler: RequestListener,
  { clock, log }: ServerTools,
  signal: AbortSignal,
): Pick<HttpsOptions, 'handler' | 'requestHeaderCa'> {
  if (callers === undefined) return { handler };
  const requestHeaderCa = watchTextFile({ path: callers.caFile, clock, log, signal });
  return { handler: onlyFor(callers.names, handler, log), requestHeaderCa };
}

function reachable(
  { namespace, configurations }: Settings,
  { connection: cluster, clock, log }: ServerTools,
  signal: AbortSignal,
): () => string | undefined {
  const ours = namespace ?? cluster.defaultNamespace;
  return watchReachable({ cluster, namespace: ours, configurations, clock, log, signal });
}

function certificateOf(
  { certificate: settings, configurations }: Settings,
  { connection, clock, log }: ServerTools,
  signal: AbortSignal,
): CertificateSource {
  const targets = configurations.flatMap((name): CaBundleTarget[] => [
    { kind: 'ValidatingWebhookConfiguration', name },
    { kind: 'MutatingWebhookConfiguration', name },
  ]);
  return startServingCertificate({ settings, targets, connection, clock, log, signal });
}

/** Caches fill while the server answers already. */
function referencesOf(
  { references: { enabled, secrets, refused, clusterResourceNamespace } }: Settings,
  { connection, clock, log, metrics }: ServerTools,
  signal: AbortSignal,
): ReferenceJudges | undefined {
  if (!enabled) return undefined;
  const stores = startStores({ connection, signal, log, metrics, clock }, secrets);
  return createReferenceJudges(worldOfStores(stores, clusterResourceNamespace, clock), refused);
}
