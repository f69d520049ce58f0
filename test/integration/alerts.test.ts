import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/resource.ts';
import { alertGroups } from '../../tools/monitoring/alert-groups.ts';
import { renderChart } from '../cluster/chart.ts';
import { certificateCases } from '../monitoring/certificate-cases.ts';
import { queriesOf, readDashboard } from '../monitoring/dashboard.ts';
import { processCases } from '../monitoring/process-cases.ts';
import { type RulesFile, checkRules, readAlerts, tellStories } from '../monitoring/promtool.ts';

const names = alertGroups.flatMap(({ alerts }) => alerts.map(({ name }) => name));
const cases = [...certificateCases, ...processCases];

describe('the alerts, as Prometheus itself evaluates them', () => {
  it('each have a story in which they fire, and one in which they are silent', () => {
    const told = (fires: boolean) =>
      new Set(cases.filter((story) => story.fires.length > 0 === fires).map(({ alert }) => alert));

    expect([...told(true)].toSorted()).toEqual(names.toSorted());
    expect([...told(false)].toSorted()).toEqual(names.toSorted());
  });

  it('fire when they must, and are silent when they must', async () => {
    const { ok, said } = await tellStories(cases);

    expect(said).not.toContain('FAILED');
    expect(ok).toBe(true);
  });
});

describe('promtool', () => {
  it('has nothing to say against the rules', async () => {
    const { ok, said } = await checkRules(await readAlerts());

    expect(said).toContain('SUCCESS');
    expect(ok).toBe(true);
  });

  it('understands every query of the dashboard', async () => {
    const rules = queriesOf(readDashboard()).map(({ expr }, index) => ({
      record: `query:${index}`,
      expr: expr.replaceAll('$__rate_interval', '5m').replaceAll(/\$\w+/g, '.*'),
    }));

    expect(await checkRules({ groups: [{ name: 'dashboard', rules }] })).toMatchObject({
      said: expect.stringContaining(`SUCCESS: ${rules.length} rules found`),
      ok: true,
    });
  });
});

describe('the chart', () => {
  const rulesIn = async (prometheusRule: object, more: object = {}) => {
    const monitoring = { prometheusRule: { enabled: true, ...prometheusRule } };
    const objects = await renderChart({ monitoring, ...more });
    const found = objects.find(({ kind }) => kind === 'PrometheusRule') as
      (KubeObject & { spec: RulesFile }) | undefined;
    return found?.spec ?? { groups: [] };
  };

  it('brings nothing for Prometheus and Grafana unless it is told to', async () => {
    const kinds = (await renderChart()).map(({ kind }) => kind);

    expect(kinds.filter((kind) => kind === 'PodMonitor' || kind === 'PrometheusRule')).toEqual([]);
    expect(JSON.stringify(await renderChart())).not.toContain('grafana');
  });

  it('brings the same rules as the file, with its default thresholds', async () => {
    expect(await rulesIn({})).toEqual(await readAlerts());
  });

  it('puts in thresholds, labels and where to read on, and leaves out what is not wanted or not there', async () => {
    const { groups } = await rulesIn(
      {
        thresholds: { expiryDays: 21 },
        alertLabels: { team: 'platform' },
        disabled: ['CertloomChallengeStuck'],
        runbookUrl: 'https://wiki.example/alerts',
      },
      { webhook: { enabled: false } },
    );
    const rules = groups.flatMap(({ rules: all }) => all);
    const soon = rules.find(({ alert }) => alert === 'CertloomCertificateExpiresSoon');

    expect(groups.map(({ name }) => name)).toEqual([
      'certloom.certificates',
      'certloom.controller',
      'certloom.dns-solver',
    ]);
    expect(rules.map(({ alert }) => alert)).not.toContain('CertloomChallengeStuck');
    expect(soon?.expr).toContain('< 21 * 86400');
    expect(soon?.labels).toEqual({ severity: 'critical', team: 'platform' });
    expect(soon?.annotations?.['runbook_url']).toBe(
      'https://wiki.example/alerts#certloomcertificateexpiressoon',
    );
  });

  it("looks for the webhook's own name at the API server", async () => {
    const { groups } = await rulesIn({}, { webhook: { name: 'webhook.certloom.dev' } });

    expect(JSON.stringify(groups)).toContain(String.raw`name=~\"(.+[.])?webhook.certloom.dev\"`);
  });

  it('has the Pods of all three roles scraped, and the dashboard found', async () => {
    const monitoring = {
      podMonitor: { enabled: true, labels: { release: 'prom' } },
      dashboard: { enabled: true },
    };
    const objects = await renderChart({ monitoring });
    const portsOf = (object: object) => JSON.stringify(object).match(/"name":"metrics"/g) ?? [];

    expect(objects.find(({ kind }) => kind === 'PodMonitor')).toMatchObject({
      metadata: { labels: { release: 'prom' } },
      spec: { podMetricsEndpoints: [{ port: 'metrics', honorLabels: true }] },
    });
    expect(objects.filter(({ kind }) => kind === 'Deployment').map((one) => portsOf(one).length)).toEqual([
      1, 1, 1,
    ]);
    expect(objects.find(({ metadata }) => metadata.name === 'certloom-dashboard')).toMatchObject({
      metadata: { labels: { grafana_dashboard: '1' } },
    });
  });
});
