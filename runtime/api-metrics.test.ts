import { Registry } from '@prometheus-io/client';
import { describe, expect, it } from 'vitest';
import { createApiMetrics, resourceIn } from './api-metrics.ts';

describe('the resource in a path of the API', () => {
  it.each([
    ['/api/v1/namespaces/web/secrets/shop-tls', 'secrets'],
    ['/api/v1/secrets?watch=1', 'secrets'],
    ['/api/v1/namespaces/web', 'namespaces'],
    ['/apis/cert-manager.io/v1/namespaces/web/certificates/shop/status?fieldManager=x', 'certificates'],
    ['/apis/cert-manager.io/v1/clusterissuers/ca', 'clusterissuers'],
    ['/apis/acme.example.com/v1alpha1/my-solver', 'my-solver'],
    ['/version', undefined],
  ])('%s', (path, resource) => {
    expect(resourceIn(path)).toBe(resource);
  });
});

describe('the metrics of requests to the API server', () => {
  it('count answers and their absence, and take the time of what ends', async () => {
    const registry = new Registry();
    const called = createApiMetrics(registry);
    const path = '/api/v1/namespaces/web/secrets';
    called({ method: 'POST', path, code: '2xx', seconds: 0.01 });
    called({ method: 'POST', path, code: 'none', seconds: 30 });
    called({ method: 'WATCH', path: '/api/v1/secrets?watch=1', code: '2xx', seconds: 0.1 });

    const text = await registry.metrics();
    expect(text).toContain('requests_total{method="POST",resource="secrets",code="2xx"} 1');
    expect(text).toContain('requests_total{method="POST",resource="secrets",code="none"} 1');
    expect(text).toContain('requests_total{method="WATCH",resource="secrets",code="2xx"} 1');
    expect(text).toContain('duration_seconds_count{method="POST"} 2');
    expect(text).not.toContain('count{method="WATCH"}');
  });
});
