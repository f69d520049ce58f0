import { Counter, Histogram, type Registry } from '@prometheus-io/client';
import type { ApiCall } from './counted-transport.ts';
import { createBoundedLabel, wordOr } from './label-value.ts';

/** Paths may hold words of other people: a solver's name in an Issuer is one. */
const mostResources = 60;

/** Counts requests to the API server. @returns to be told of each */
export function createApiMetrics(registry: Registry): (call: ApiCall) => void {
  const registers = [registry];
  const bounded = createBoundedLabel(mostResources);
  const calls = new Counter({
    name: 'certloom_kubernetes_requests_total',
    help: 'Requests to the API server, by method (WATCH for watches), resource and code (2xx, the code of a refusal, none without an answer).',
    labelNames: ['method', 'resource', 'code'],
    registers,
  });
  const durations = new Histogram({
    name: 'certloom_kubernetes_request_duration_seconds',
    help: 'How long requests to the API server took, watches left out.',
    labelNames: ['method'],
    buckets: [0.005, 0.025, 0.1, 0.5, 2.5, 10],
    registers,
  });
  return ({ method, path, code, seconds }) => {
    calls.inc({ method, resource: bounded(wordOr(resourceIn(path), 'other')), code });
    if (method !== 'WATCH') durations.observe({ method }, seconds);
  };
}

/** The plural in a path of the API; of a subresource that of what it belongs to. */
export function resourceIn(path: string): string | undefined {
  const [root, ...parts] = (path.split('?', 1)[0] ?? '').split('/').slice(1);
  const [place, namespace, namespaced] = parts.slice(root === 'api' ? 1 : 2);
  return place === 'namespaces' && namespace !== undefined && namespaced !== undefined ? namespaced : place;
}
