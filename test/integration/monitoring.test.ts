import { beforeAll, describe, expect, it } from 'vitest';
import { certificateFor } from '../cluster/controller-scene.ts';
import type { RoleName } from '../cluster/role.ts';
import { startedFor } from '../cluster/suite.ts';
import { describedMetrics, metricsPages } from '../monitoring/described-metrics.ts';
import { type Scrape, readExposition } from '../monitoring/exposition.ts';
import { startEndToEnd } from './end-to-end-scene.ts';

const scene = startedFor(() => startEndToEnd());
const roles = ['controller', 'webhook', 'dns-solver'] as const satisfies readonly RoleName[];

async function scrape(role: RoleName): Promise<Scrape> {
  const answer = await fetch(`${scene().roles.urls[role].metrics}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  return readExposition(await answer.text());
}

describe('three processes that have issued a certificate from a CA and two by ACME', () => {
  let scrapes: readonly Scrape[];

  beforeAll(async () => {
    await scene().apply(scene().acmeIssuer('acme'));
    const issuerRef = { name: 'dnspod', kind: 'ClusterIssuer', group: 'cert-manager.io' };
    await scene().apply(
      certificateFor('leaf'),
      certificateFor('by-rfc2136', { issuerRef: { name: 'acme' } }),
      certificateFor('by-dnspod', { issuerRef, dnsNames: ['ewhisper.cn'] }),
    );
    await Promise.all(['leaf', 'by-rfc2136', 'by-dnspod'].map((name) => scene().ready(name)));
    scrapes = await Promise.all(roles.map(scrape));
  });

  const ours = (name: string): boolean => /^(certmanager|certloom)_/.test(name);

  it.each(metricsPages)('serve what %s describes and nothing else', (page) => {
    const served = new Map(scrapes.flatMap(({ types }) => [...types].filter(([name]) => ours(name))));

    expect(describedMetrics(page).map(({ name, type }) => [name, type])).toEqual([...served].toSorted());
  });

  it('label samples as is described', () => {
    const described = new Map(describedMetrics(metricsPages[0]).map(({ name, labels }) => [name, labels]));
    const odd = scrapes
      .flatMap(({ samples }) => samples)
      .filter(({ name }) => ours(name))
      .filter(({ name, labels }) => {
        const own = Object.keys(labels).filter((key) => key !== 'le' && key !== 'quantile');
        const labelsOf = described.get(name) ?? described.get(name.replace(/_(bucket|sum|count)$/, ''));
        return own.sort().join() !== labelsOf?.join();
      });

    expect(odd).toEqual([]);
  });

  it('count what was done', async () => {
    const values = scrapes.flatMap(({ samples }) => samples);
    const sum = (name: string, wanted: Readonly<Record<string, string>>) =>
      values
        .filter((sample) => sample.name === name)
        .filter(({ labels }) => Object.entries(wanted).every(([key, value]) => labels[key] === value))
        .reduce((total, { value }) => total + value, 0);

    expect(sum('certloom_issuances_total', { outcome: 'issued', issuer_name: 'ca' })).toBe(1);
    expect(sum('certloom_issuances_total', { outcome: 'issued', issuer_kind: 'ClusterIssuer' })).toBe(1);
    expect(sum('certloom_dns_provider_answers_total', { vendor: 'RFC 2136', code: 'ok' })).toBeGreaterThan(0);
    expect(sum('certloom_dns_solver_calls_total', { outcome: 'solved', action: 'Present' })).toBe(1);
    expect(sum('certloom_challenge_self_checks_total', { outcome: 'there' })).toBeGreaterThan(0);
    expect(
      sum('certmanager_http_acme_client_request_count', { action: 'create_order_cert' }),
    ).toBeGreaterThan(0);
    expect(
      sum('certloom_kubernetes_requests_total', { resource: 'certificates', code: '2xx' }),
    ).toBeGreaterThan(0);
    expect(sum('certloom_webhook_reviews_total', { allowed: 'true' })).toBeGreaterThan(0);
    expect(sum('certloom_controller_leading', {})).toBe(1);
    expect(sum('certloom_build_info', {})).toBe(3);
  });
});
