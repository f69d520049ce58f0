import type { RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { MetricsSettings } from './metrics-flags.ts';
import { type HttpServer, startHttp, startHttps } from './serve.ts';
import type { CertificateSource } from './serving-certificate.ts';
import type { CertificateSettings } from './serving-flags.ts';

export interface MetricsServerTools {
  readonly metrics: Metrics;
  readonly log: Log;
  /** Asked only where they are served over HTTPS. */
  readonly certificateFrom: (settings: CertificateSettings) => CertificateSource;
}

/** Serves `/metrics`, where an address is given, over HTTPS where a certificate is. */
export async function startMetricsServer(
  { address, https }: MetricsSettings,
  { metrics, log, certificateFrom }: MetricsServerTools,
): Promise<HttpServer | undefined> {
  if (address === undefined) return undefined;
  const options = { ...address, log, handler: onlyMetrics(metricsHandler(metrics, log)) };
  if (https === undefined) return startHttp(options);
  const { certificate: settings, ...tls } = https;
  return startHttps({ ...options, ...tls, certificate: certificateFrom(settings) });
}

function onlyMetrics(serve: RequestListener): RequestListener {
  return (request, response) => {
    if (request.url?.split('?')[0] === '/metrics') return serve(request, response);
    response.statusCode = 404;
    response.end('404 page not found\n');
  };
}

/** Answers any request with the metrics: for servers that look at paths and callers themselves. */
export function metricsHandler(metrics: Metrics, log: Log): RequestListener {
  return (_request, response) => void render(metrics, response, log);
}

/** Never rejects. */
async function render(metrics: Metrics, response: ServerResponse, log: Log): Promise<void> {
  try {
    response.setHeader('Content-Type', metrics.contentType);
    await pipeline(Readable.from(metrics.render()), response);
  } catch (error) {
    log.error({ err: error }, 'The metrics could not be written');
    response.destroy();
  }
}
