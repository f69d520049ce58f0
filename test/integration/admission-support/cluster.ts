import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigMap } from '../../../api/core.ts';
import type { KubeObject } from '../../../api/resource.ts';
import { applyChart, type ChartValues, renderChart } from '../../cluster/chart.ts';
import { type ControlPlane, type StopOptions, startControlPlane } from '../../cluster/control-plane.ts';
import { createRoles } from '../../cluster/roles.ts';

/** A control plane with the chart installed, and the admission webhook as a process of its own. */
export interface ClusterWithWebhook {
  readonly plane: ControlPlane;
  readonly dir: string;
  /** Where the webhook listens, on localhost. */
  readonly webhookPort: number;
  /** Base URLs of what the webhook serves beside. */
  readonly urls: { readonly metrics: string; readonly health: string };
  killWebhook(): Promise<void>;
  /** Waits until the API server gets answers from it. */
  startWebhook(flags?: readonly string[]): Promise<void>;
  /** The name for somebody who may do what the cluster's role `edit` lets them do, everywhere, and nothing else. */
  editor(user: string): Promise<string>;
  stop(options?: StopOptions): Promise<void>;
}

/** The configuration file that a Pod would be given, as a file. */
async function configFlag({ dir }: ControlPlane, chart: readonly KubeObject[]): Promise<readonly string[]> {
  const maps = chart.filter(({ kind }) => kind === 'ConfigMap') as readonly ConfigMap[];
  const text = maps.find(({ data }) => data?.['config.yaml'] !== undefined)?.data?.['config.yaml'];
  if (text === undefined) return [];
  const path = join(dir, 'webhook-config.yaml');
  await writeFile(path, text);
  return [`--config=${path}`];
}

/** With the namespace `web` for the objects of the tests. */
export async function startClusterWithWebhook(values: ChartValues = {}): Promise<ClusterWithWebhook> {
  const [plane, chart] = await Promise.all([startControlPlane(), renderChart(values)]);
  const roles = await createRoles(plane, chart, { webhook: await configFlag(plane, chart) });
  await applyChart(plane, chart, roles.ports);
  await plane.kubectlOrThrow(['create', 'namespace', 'web']);
  await roles.start('webhook');
  return {
    plane,
    dir: plane.dir,
    webhookPort: roles.ports.webhook,
    urls: roles.urls.webhook,
    async killWebhook() {
      const process = roles.process('webhook');
      process.kill('SIGKILL');
      await process.exited;
    },
    async startWebhook(flags) {
      await roles.start('webhook', flags);
    },
    async editor(user) {
      const args = ['create', 'clusterrolebinding', user, '--clusterrole=edit', `--user=${user}`];
      await plane.kubectlOrThrow(args);
      return user;
    },
    async stop(options) {
      await roles.stop();
      await plane.stop(options);
    },
  };
}
