import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTrue } from '../api/conditions.ts';
import { issuers } from '../api/kinds.ts';
import { mutatingWebhookConfigurations, validatingWebhookConfigurations } from '../api/registration.ts';
import { secrets } from '../api/secret.ts';
import { rootAndCa } from '../test/cluster/controller-scene.ts';
import { freePort, waitFor } from '../test/cluster/loopback.ts';
import { type RunningProcess, startProcess } from '../test/cluster/process.ts';
import { release } from '../test/cluster/role.ts';
import { type TestCluster, startTestCluster } from '../test/cluster/test-cluster.ts';
import { bundle, programEnvironment } from '../tools/bundle.ts';
import type { Contestant } from './contestants.ts';

export const namespace = 'bench';

/** A fresh cluster with a contestant's controller and webhook, and the issuer `ca` ready in the namespace `bench`. */
export interface Arena extends Pick<TestCluster, 'plane' | 'dns' | 'acme'> {
  readonly controller: () => RunningProcess;
  readonly webhook: RunningProcess;
  /** Of the webhook, on 127.0.0.1. */
  readonly webhookPort: number;
  /** Who the controller is to the API server. */
  readonly userName: string;
  readonly apply: (...objects: readonly object[]) => Promise<void>;
  /** SIGKILL, and a new one at once, or when `whileDown` has ended. */
  replaceController(whileDown?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

const serving = { namespace: release.namespace, name: 'certloom-webhook-ca' };

export async function startArena(contestant: Contestant): Promise<Arena> {
  const dir = await mkdtemp(join(tmpdir(), 'certloom-bench-'));
  const cluster = await startTestCluster({ roles: [], pebble: { authzReusePercent: 0 } });
  const { plane } = cluster;
  const stop = async () => {
    await cluster.stop();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const program = join(dir, 'certloom.js');
    await bundle(program);
    const start = await starter(cluster, contestant, program);
    const webhookPort = cluster.roles.ports.webhook;
    const webhook = await start('webhook', await webhookFlags(webhookPort));
    if (contestant.webhook !== undefined) await trustPeer(cluster);
    const flags = await controllerFlags(cluster);
    let controller = await start('controller', flags);
    const arena: Arena = {
      ...cluster,
      webhook,
      webhookPort,
      controller: () => controller,
      userName: `system:serviceaccount:${release.namespace}:${accountOf(contestant, 'controller')}`,
      async apply(...items) {
        const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
        await plane.kubectlOrThrow(['apply', '-n', namespace, '-f', '-'], { stdin });
      },
      async replaceController(whileDown) {
        controller.kill('SIGKILL');
        await controller.exited;
        await whileDown?.();
        controller = await start('controller', flags);
      },
      async stop() {
        controller.kill('SIGKILL');
        webhook.kill('SIGKILL');
        await Promise.all([controller.exited, webhook.exited]);
        await stop();
      },
    };
    await furnish(arena);
    return arena;
  } catch (error) {
    await stop();
    throw error;
  }
}

type Role = 'controller' | 'webhook';

function accountOf(contestant: Contestant, role: Role): string {
  return contestant[role] === undefined ? `${release.name}-${role}` : 'peer';
}

type Start = (role: Role, flags: readonly string[]) => Promise<RunningProcess>;

/** Ours have the permissions of the chart; a peer asks for others, so it may do everything. */
async function starter({ plane }: TestCluster, contestant: Contestant, program: string): Promise<Start> {
  await plane.kubectlOrThrow(['create', 'serviceaccount', 'peer', '-n', release.namespace]);
  const subject = `--serviceaccount=${release.namespace}:peer`;
  await plane.kubectlOrThrow([
    'create',
    'clusterrolebinding',
    'peer',
    '--clusterrole=cluster-admin',
    subject,
  ]);
  return async (role, flags) => {
    const name = accountOf(contestant, role);
    const kubeconfig = await plane.kubeconfigFor({ namespace: release.namespace, name });
    const peer = contestant[role];
    return startProcess({
      name: `${contestant.name} ${role}`,
      command: peer ?? process.execPath,
      args: [...(peer === undefined ? [program, role] : []), `--kubeconfig=${kubeconfig}`, ...flags],
      ...(peer === undefined && { env: programEnvironment }),
      logFile: join(plane.dir, `bench-${role}.log`),
    });
  };
}

/** Words that cert-manager's controller and ours both take. */
async function controllerFlags({ dns }: TestCluster): Promise<readonly string[]> {
  return [
    '--leader-elect=false',
    `--cluster-resource-namespace=${release.namespace}`,
    `--dns01-recursive-nameservers=${dns.server}`,
    `--metrics-listen-address=127.0.0.1:${await freePort()}`,
    `--internal-healthz-listen-address=127.0.0.1:${await freePort()}`,
  ];
}

async function webhookFlags(port: number): Promise<readonly string[]> {
  return [
    `--secure-port=${port}`,
    `--healthz-port=${await freePort()}`,
    `--metrics-listen-address=127.0.0.1:${await freePort()}`,
    `--dynamic-serving-ca-secret-namespace=${serving.namespace}`,
    `--dynamic-serving-ca-secret-name=${serving.name}`,
    '--dynamic-serving-dns-names=localhost',
  ];
}

/** Ours writes its own CA into the webhook configurations; with cert-manager, cainjector does. */
async function trustPeer({ plane }: TestCluster): Promise<void> {
  const caBundle = await waitFor('the CA of the webhook', async () => {
    return (await plane.admin.get(secrets, serving))?.data?.['ca.crt'];
  });
  const configuration = { name: 'certloom-webhook' };
  for (const kind of [mutatingWebhookConfigurations, validatingWebhookConfigurations]) {
    const { webhooks = [] } = (await plane.admin.get(kind, configuration)) ?? {};
    const patch = webhooks.map((_, index) => {
      return { op: 'add', path: `/webhooks/${index}/clientConfig/caBundle`, value: caBundle } as const;
    });
    await plane.admin.patch(kind, configuration, patch);
  }
}

async function furnish({ plane, webhook, controller, apply }: Arena): Promise<void> {
  await plane.kubectlOrThrow(['create', 'namespace', namespace]);
  await webhook.until('the webhook', async () => {
    await apply(...rootAndCa);
    return true;
  });
  await controller().until('the issuer', async () => {
    const found = await plane.admin.get(issuers, { namespace, name: 'ca' });
    return isTrue(found?.status?.conditions, 'Ready') || undefined;
  });
}
