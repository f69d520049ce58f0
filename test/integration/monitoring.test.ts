import { beforeAll, describe, expect, it } from 'vitest';
import { certificates } from '../../api/kinds.ts';
import { mutatingWebhookConfigurations, validatingWebhookConfigurations } from '../../api/registration.ts';
import { certificateFor } from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';
import { base64, mint } from '../cluster/mint.ts';
import type { RoleName } from '../cluster/role.ts';
import { startedFor } from '../cluster/suite.ts';
import { describedMetrics, metricsPages } from '../monitoring/described-metrics.ts';
import { type Scrape, readExposition } from '../monitoring/exposition.ts';
import { apiServerMetrics } from '../monitoring/named-metrics.ts';
import { type Scraped, judgeScrapes } from '../monitoring/promtool.ts';
import { namespace, startEndToEnd } from './end-to-end-scene.ts';

const scene = startedFor(() => startEndToEnd());
const roles = ['controller', 'webhook', 'dns-solver'] as const satisfies readonly RoleName[];

async function scrape(role: RoleName): Promise<Scrape & Scraped> {
  const answer = await fetch(`${scene().roles.urls[role].metrics}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  return { instance: role, ...readExposition(await answer.text()) };
}

type Scrapes = readonly (Scrape & Scraped)[];

function sum(scrapes: Scrapes, name: string, wanted: Readonly<Record<string, string>> = {}): number {
  return scrapes
    .flatMap(({ samples }) => samples)
    .filter((sample) => sample.name === name)
    .filter(({ labels }) => Object.entries(wanted).every(([key, value]) => labels[key] === value))
    .reduce((total, { value }) => total + value, 0);
}

/** Of all roles, when nothing waits any more and so many certificates have been counted. */
async function scrapeAtRest(issued: number): Promise<Scrapes> {
  return waitFor(`${issued} issuances to be counted, and nothing to wait`, async () => {
    const scrapes = await Promise.all(roles.map(scrape));
    const counted = sum(scrapes, 'certloom_issuances_total', { outcome: 'issued' });
    return counted >= issued && sum(scrapes, 'certloom_queue_length') === 0 ? scrapes : undefined;
  });
}

/** What Prometheus finds wrong with this: should it go on like that, these alerts fire and no others. */
async function objections(
  scrapes: Scrapes,
  firing: readonly Readonly<Record<string, string>>[],
): Promise<string> {
  const { ok, said } = await judgeScrapes(scrapes, new Date(), firing);
  return ok ? '' : said;
}

describe('three processes that have only just been installed', () => {
  it('give no cause for alarm', async () => {
    await scene().readyIssuer('dnspod');
    await scene().readyIssuer('ca');
    await scene().ready('root');

    expect(await objections(await scrapeAtRest(1), [])).toBe('');
  });
});

describe('three processes that have issued a certificate from a CA and two by ACME', () => {
  let scrapes: Scrapes;

  beforeAll(async () => {
    await scene().apply(scene().acmeIssuer('acme'));
    const issuerRef = { name: 'dnspod', kind: 'ClusterIssuer', group: 'cert-manager.io' };
    await scene().apply(
      certificateFor('leaf'),
      certificateFor('by-rfc2136', { issuerRef: { name: 'acme' } }),
      certificateFor('by-dnspod', { issuerRef, dnsNames: ['ewhisper.cn'] }),
    );
    await Promise.all(['leaf', 'by-rfc2136', 'by-dnspod'].map((name) => scene().ready(name)));
    scrapes = await scrapeAtRest(4);
  });

  it('give no cause for alarm', async () => {
    expect(await objections(scrapes, [])).toBe('');
  });

  const ours = (name: string): boolean => /^(certmanager|certloom)_/.test(name);

  it.each(metricsPages)('serve what %s describes and nothing else', (page) => {
    const served = scrapes.flatMap(({ types }) => [...types].filter(([name]) => ours(name)));
    const described = describedMetrics(page).map(({ name, type }) => [name, type] as const);

    expect(new Map(served)).toEqual(new Map(described));
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
    const counted = (name: string, wanted: Readonly<Record<string, string>> = {}) =>
      sum(scrapes, name, wanted);

    expect(counted('certloom_issuances_total', { outcome: 'issued', issuer_name: 'ca' })).toBe(1);
    expect(counted('certloom_issuances_total', { outcome: 'issued', issuer_kind: 'ClusterIssuer' })).toBe(1);
    expect(
      counted('certloom_dns_provider_answers_total', { vendor: 'RFC 2136', code: 'ok' }),
    ).toBeGreaterThan(0);
    expect(
      counted('certloom_dns_solver_calls_total', { outcome: 'solved', action: 'Present' }),
    ).toBeGreaterThan(0);
    expect(counted('certloom_challenge_self_checks_total', { outcome: 'there' })).toBeGreaterThan(0);
    expect(
      counted('certmanager_http_acme_client_request_count', { action: 'create_order_cert' }),
    ).toBeGreaterThan(0);
    expect(
      counted('certloom_kubernetes_requests_total', { resource: 'certificates', code: '2xx' }),
    ).toBeGreaterThan(0);
    expect(counted('certloom_webhook_reviews_total', { allowed: 'true' })).toBeGreaterThan(0);
    expect(counted('certloom_controller_leading')).toBe(1);
    expect(counted('certloom_build_info')).toBe(3);
  });
});

describe('a Certificate that has expired, and whose Issuer is gone', () => {
  it('is what the alerts are about, and nothing else is', async () => {
    const issuerRef = { name: 'gone' };
    const spec = { secretName: 'old-tls', issuerRef, dnsNames: ['old.example.com'] };
    const { pem, keyPem } = await mint(spec, new Date(Date.now() - 91 * 86_400_000));
    const data = { 'tls.crt': base64(pem), 'tls.key': base64(keyPem) };
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/tls',
      metadata: { name: 'old-tls' },
      data,
    };
    await scene().apply(secret, certificateFor('old', spec));
    await waitFor('the Certificate to know its end', async () => {
      return (await scene().certificate('old'))?.status?.notAfter;
    });
    const old = { name: 'old', namespace, issuer_name: 'gone', issuer_kind: 'Issuer' };

    const firing = [
      { alertname: 'CertloomCertificateExpired', ...old },
      { alertname: 'CertloomCertificateNotReady', ...old },
    ];

    expect(await objections(await scrapeAtRest(4), firing)).toBe('');
  });
});

describe('the API server', () => {
  it('counts calls of the webhook that it cannot make, under the names that alerts ask for', async () => {
    const { plane, roles: running } = scene();
    await running.process('webhook').stop();
    const metadata = { name: 'unasked', namespace };
    const spec = { secretName: 'unasked', dnsNames: ['a.example.com'], issuerRef: { name: 'ca' } };
    const create = () => plane.admin.create(certificates, { metadata, spec }, { dryRun: true });
    await expect(create()).rejects.toThrow('failed calling webhook');
    const open = [{ op: 'replace', path: '/webhooks/0/failurePolicy', value: 'Ignore' }];
    for (const kind of [mutatingWebhookConfigurations, validatingWebhookConfigurations])
      await plane.admin.patch(kind, { name: 'certloom-webhook' }, open);
    await waitFor('a Certificate to pass unasked', () =>
      create().then(
        () => true,
        () => undefined,
      ),
    );

    const { samples } = readExposition(await plane.admin.request<string>('GET', '/metrics'));
    const names = (metric: string, wanted: Readonly<Record<string, string>>) =>
      samples
        .filter(
          ({ name, labels }) =>
            name === metric && Object.entries(wanted).every(([key, text]) => labels[key] === text),
        )
        .map(({ labels }) => labels['name']);
    const [failOpen, rejection] = apiServerMetrics;
    expect(names(rejection, { error_type: 'calling_webhook_error' })).toContain('webhook.cert-manager.io');
    expect(names(failOpen, {})).toContain('webhook.cert-manager.io');
  });
});
