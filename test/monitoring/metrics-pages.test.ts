import { describe, expect, it } from 'vitest';
import { describedMetrics, metricsPages } from './described-metrics.ts';
import { registeredMetrics } from './registered-metrics.ts';

const ours = registeredMetrics().filter(({ name }) => /^(certmanager|certloom)_/.test(name));

describe.each(metricsPages)('%s', (page) => {
  it('describes every metric there is, by its type and labels, and no other', () => {
    expect(describedMetrics(page)).toEqual(ours);
  });
});

describe("upstream's metrics", () => {
  const object = ['issuer_group', 'issuer_kind', 'issuer_name', 'name', 'namespace'];
  const acmeCall = ['action', 'host', 'method', 'scheme', 'status'];
  const time = { type: 'gauge', labels: object };

  /** cert-manager 1.21, without those of Venafi. */
  it.each([
    ['certificate_ready_status', { type: 'gauge', labels: ['condition', ...object] }],
    ['certificate_expiration_timestamp_seconds', time],
    ['certificate_not_after_timestamp_seconds', time],
    ['certificate_not_before_timestamp_seconds', time],
    ['certificate_renewal_timestamp_seconds', time],
    [
      'certificate_challenge_status',
      { type: 'gauge', labels: ['domain', 'name', 'namespace', 'processing', 'reason', 'status', 'type'] },
    ],
    ['issuer_ready_status', { type: 'gauge', labels: ['condition', 'name', 'namespace'] }],
    ['clusterissuer_ready_status', { type: 'gauge', labels: ['condition', 'name'] }],
    ['http_acme_client_request_count', { type: 'counter', labels: acmeCall }],
    ['http_acme_client_request_duration_seconds', { type: 'summary', labels: acmeCall }],
    ['controller_sync_call_count', { type: 'counter', labels: ['controller'] }],
    ['controller_sync_error_count', { type: 'counter', labels: ['controller'] }],
    ['clock_time_seconds', { type: 'counter', labels: [] }],
    ['clock_time_seconds_gauge', { type: 'gauge', labels: [] }],
  ])('certmanager_%s is there as upstream has it', (name, expected) => {
    expect(ours).toContainEqual({ name: `certmanager_${name}`, ...expected });
  });
});
