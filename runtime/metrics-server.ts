import type { RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ListenAddress } from './flags.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { type HttpServer, startHttp } from './serve.ts';

/** Serves `/metrics` over plain HTTP, where an address is given. */
export async function startMetricsServer(
  address: ListenAddress | undefined,
  metrics: Metrics,
  log: Log,
): Promise<HttpServer | undefined> {
  if (address === undefined) return undefined;
  const serve = metricsHandler(metrics, log);
  return startHttp({
    ...address,
    log,
    handler(request, response) {
      if (request.url?.split('?')[0] !== '/metrics') {
        response.statusCode = 404;
        response.end('404 page not found\n');
        return;
      }
      serve(request, response);
    },
  });
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
