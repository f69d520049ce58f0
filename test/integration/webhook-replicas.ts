import { validatingWebhookConfigurations } from '../../api/registration.ts';
import { applyChart, renderChart } from '../cluster/chart.ts';
import { type ControlPlane, type StopOptions, startControlPlane } from '../cluster/control-plane.ts';
import { freePort } from '../cluster/loopback.ts';
import type { Exit, RunningProcess } from '../cluster/process.ts';
import { flagsInChart, release, startRole } from '../cluster/role.ts';
import { dueOnceReplicasAreUp, storeOldCa } from '../cluster/old-ca.ts';
import { startServiceRelay } from '../cluster/service-relay.ts';

export interface Replica {
  readonly port: number;
  readonly process: RunningProcess;
  /** What `/readyz` says in full. */
  readiness(): Promise<string>;
  isReady(): Promise<void>;
}

/** Replicas of the webhook behind a Service, with a CA that they share and that is due to be replaced soon. */
export interface WebhookReplicas {
  readonly plane: ControlPlane;
  /** All that were started, gone or not. */
  readonly all: readonly Replica[];
  /** Of those that get calls. */
  readonly endpoints: readonly number[];
  /** Starts one that gets no calls yet. */
  start(name: string, flags?: readonly string[]): Promise<Replica>;
  /** From now on it gets calls. */
  add(replica: Replica): void;
  /** Starts one that gets calls once it says that it is ready, as a Pod does. */
  join(name: string): Promise<Replica>;
  /** As a Pod is stopped: no new connections, and SIGTERM. */
  leave(replica: Replica): Promise<Exit>;
  /** Whom the API server is told to trust, in PEM. */
  bundle(): Promise<string>;
  /** When the CA is replaced, after the cluster was up. */
  readonly caDueInSeconds: number;
  /** Holds the logs. */
  readonly dir: string;
  stop(options?: StopOptions): Promise<void>;
}

export interface ReplicaOptions {
  /** When the CA is to be replaced, after it was stored; when replicas can be up, if left out. */
  readonly caDueInSeconds?: number;
  /** Told whenever others get the calls. */
  readonly endpointsChanged?: (ports: readonly number[]) => void;
}

export async function startWebhookReplicas(options: ReplicaOptions = {}): Promise<WebhookReplicas> {
  const began = performance.now();
  const [plane, chart, servicePort] = await Promise.all([startControlPlane(), renderChart(), freePort()]);
  const service = await startServiceRelay(servicePort);
  const flags = flagsInChart(chart, 'webhook');
  await applyChart(plane, chart, { webhook: servicePort });
  const caDueInSeconds = options.caDueInSeconds ?? dueOnceReplicasAreUp(began);
  await storeOldCa(plane, `${release.name}-webhook-ca`, caDueInSeconds);
  const all: Replica[] = [];
  const endpoints: number[] = [];
  const changed = () => options.endpointsChanged?.([...endpoints]);
  const replicas: WebhookReplicas = {
    plane,
    caDueInSeconds,
    all,
    endpoints,
    async start(name, more = []) {
      const replica = await startReplica(plane, name, { flags, more });
      all.push(replica);
      return replica;
    },
    add({ port }) {
      service.add(port);
      endpoints.push(port);
      changed();
    },
    async join(name) {
      const replica = await replicas.start(name);
      await replica.isReady();
      replicas.add(replica);
      return replica;
    },
    leave({ port, process }) {
      service.remove(port);
      endpoints.splice(endpoints.indexOf(port), 1);
      changed();
      process.kill('SIGTERM');
      return process.exited;
    },
    async bundle() {
      const found = await plane.admin.get(validatingWebhookConfigurations, { name: 'certloom-webhook' });
      return Buffer.from(found?.webhooks?.[0]?.clientConfig.caBundle ?? '', 'base64').toString();
    },
    dir: plane.dir,
    async stop(how) {
      await Promise.all(all.map(({ process }) => process.stop()));
      await service.close();
      await plane.stop(how);
    },
  };
  return replicas;
}

interface Flags {
  /** Of the chart. */
  readonly flags: readonly string[];
  readonly more: readonly string[];
}

async function startReplica(plane: ControlPlane, name: string, { flags, more }: Flags): Promise<Replica> {
  const [port, health] = [await freePort(), await freePort()];
  const onLoopback = [
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--healthz-port=${health}`,
    '--metrics-listen-address=0',
    '--dynamic-serving-dns-names=localhost',
    '--shutdown-delay-duration=2s',
  ];
  const process = await startRole(plane, 'webhook', [...flags, ...onLoopback, ...more], { name });
  const readiness = async () => (await fetch(`http://127.0.0.1:${health}/readyz?verbose`)).text();
  return {
    port,
    process,
    readiness,
    async isReady() {
      await process.until('the replica to be ready', async () =>
        (await readiness()).includes('readyz check passed') ? true : undefined,
      );
    },
  };
}
