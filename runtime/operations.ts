import type { RequestListener } from 'node:http';
import type { Health } from './health.ts';
import type { Metrics } from './metrics.ts';

/** What operators and Prometheus ask a process: `/metrics`, and `/livez`, `/readyz`, `/healthz` of its health. */
export function createOperationsHandler(health: Health, metrics: Metrics): RequestListener {
  return (request, response) => {
    if (request.url?.split('?')[0] !== '/metrics') return health.handler(request, response);
    return void metrics.render().then(
      ({ contentType, text }) => response.writeHead(200, { 'content-type': contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  };
}
