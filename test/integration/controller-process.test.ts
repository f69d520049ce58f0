import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { leases } from '../../api/core.ts';
import { installChart } from '../cluster/chart.ts';
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts';
import { certificateFor, rootAndCa } from '../cluster/controller-scene.ts';
import { freePort, waitFor } from '../cluster/loopback.ts';
import type { RunningProcess } from '../cluster/process.ts';
import { flagsInChart, release, startRole } from '../cluster/role.ts';

let plane: ControlPlane;
let chartFlags: readonly string[];

interface Replica {
  readonly process: RunningProcess;
  readonly metrics: string;
  readonly health: string;
}

/** With the flags of the chart's Deployment; only addresses and the pace of the election differ. */
async function startReplica(name: string): Promise<Replica> {
  const [metrics, health] = [await freePort(), await freePort()];
  const flags = [
    ...chartFlags,
    `--metrics-listen-address=127.0.0.1:${metrics}`,
    `--internal-healthz-listen-address=127.0.0.1:${health}`,
    '--leader-election-retry-period=1s',
  ];
  const process = await startRole(plane, 'controller', flags, { name });
  await process.until(name, async () => (await fetch(`http://127.0.0.1:${health}/readyz`)).ok || undefined);
  return { process, metrics: `http://127.0.0.1:${metrics}/metrics`, health: `http://127.0.0.1:${health}` };
}

async function metricsOf({ metrics }: Replica): Promise<string> {
  return (await fetch(metrics)).text();
}

const readyRoot =
  'certmanager_certificate_ready_status{name="root",namespace="default",issuer_name="self-signed",issuer_kind="",issuer_group="",condition="True"} 1';

async function leads(replica: Replica): Promise<true> {
  return waitFor(
    'its metrics to show the root',
    async () => (await metricsOf(replica)).includes(readyRoot) || undefined,
  );
}

let first: Replica;
let second: Replica;

beforeAll(async () => {
  plane = await startControlPlane();
  const chart = await installChart(plane, { webhook: { enabled: false }, dnsSolver: { enabled: false } }, {});
  chartFlags = flagsInChart(chart, 'controller');
  first = await startReplica('first');
  const stdin = JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [...rootAndCa, certificateFor('leaf')],
  });
  await plane.kubectlOrThrow(['apply', '-f', '-'], { stdin });
});

afterAll(async () => {
  await second?.process.stop();
  await plane?.stop();
});

describe('two replicas of the controller, started as the chart starts them', () => {
  it('leave the work to the first', async () => {
    await leads(first);
    second = await startReplica('second');

    expect(await metricsOf(second)).not.toContain('certmanager_certificate_ready_status{');
    const lease = await plane.admin.get(leases, {
      namespace: release.namespace,
      name: 'cert-manager-controller',
    });
    expect(lease?.metadata.labels).toEqual({ 'app.kubernetes.io/managed-by': 'cert-manager' });
  });

  it("show upstream's metrics of issuers and times", async () => {
    const text = await metricsOf(first);

    expect(text).toContain(
      'certmanager_issuer_ready_status{name="ca",namespace="default",condition="True"} 1',
    );
    expect(text).toMatch(/certmanager_certificate_renewal_timestamp_seconds\{name="leaf",.*\} 1\d{9}/);
    expect(text).toContain('certmanager_controller_sync_call_count{controller="certificates"}');
  });

  it('hand over when the first is told to stop: it ends well, and the second goes on', async () => {
    const exit = await first.process.stop();

    expect(exit.code).toBe(0);
    expect(await leads(second)).toBe(true);
  });

  it('write no key into their logs', async () => {
    const logs = (await first.process.logs()) + (await second.process.logs());

    expect(logs).toContain('"msg":"controller started"');
    expect(logs).not.toMatch(/PRIVATE KEY|LS0tLS1CRUdJTiB/);
  });
});
