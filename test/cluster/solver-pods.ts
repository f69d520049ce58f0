import { networkInterfaces } from 'node:os';
import { join } from 'node:path';

import { http01Labels } from '../../api/annotations.ts';
import { type Pod, type Service, pods, services } from '../../api/core.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { ObjectName } from '../../runtime/cluster.ts';
import { silentLog } from '../../runtime/log.ts';
import { createMetrics } from '../../runtime/metrics.ts';
import type { Store } from '../../runtime/store.ts';
import { startReflector } from '../../runtime/watch.ts';
import { repository } from '../../tools/toolchain.ts';
import type { ControlPlane } from './control-plane.ts';
import { freePort } from './loopback.ts';
import { type RunningProcess, startProcess } from './process.ts';

/** `discovery.k8s.io/v1 EndpointSlice`: where an ingress controller finds the Pods behind a Service. */
interface EndpointSlice extends KubeObject {
  readonly addressType: 'IPv4';
  readonly ports: readonly { readonly name: string; readonly port: number; readonly protocol: 'TCP' }[];
  readonly endpoints: readonly {
    readonly addresses: readonly string[];
    readonly conditions: { readonly ready: boolean };
  }[];
}

const endpointSlices: Resource<EndpointSlice> = {
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  namespaced: true,
};

/** What a kubelet and the controller of EndpointSlices do in a cluster, for Pods that answer HTTP-01. */
export interface SolverPods {
  /** How many have been started since the beginning. */
  readonly started: number;
  stop(): Promise<void>;
}

interface Running {
  readonly pod: Pod;
  readonly port: number;
  readonly process: RunningProcess;
}

/**
 * Runs the commands of solver Pods as processes of this machine, each on a port of its own in place of 8089, and tells the
 * cluster where they are. What is in the Pods is what runs: the arguments are taken from there.
 */
export function startSolverPods(plane: ControlPlane): SolverPods {
  const ended = new AbortController();
  const running = new Map<string, Running>();
  const watched = <T extends KubeObject>(resource: Resource<T>): Store<T> =>
    startReflector({
      connection: plane.admin,
      resource,
      indexes: {},
      trim: (object) => object,
      labelSelector: `${http01Labels.solver}=true`,
      signal: ended.signal,
      log: silentLog,
      metrics: createMetrics(systemClock),
      clock: systemClock,
    });
  const podStore = watched(pods);
  const serviceStore = watched(services);
  let started = 0;

  async function run(pod: Pod): Promise<void> {
    started += 1;
    const port = await freePort();
    const process = startPod(plane.dir, pod, port);
    running.set(pod.metadata.uid ?? '', { pod, port, process });
    await process
      .until('a solver Pod', async () => {
        const { ok } = await fetch(`http://127.0.0.1:${port}/healthz`);
        return ok || undefined;
      })
      .catch(ignoreGone);
    await plane.admin.replaceStatus(pods, isRunning(pod)).catch(ignoreGone);
    for (const service of serviceStore.list()) await publish(service);
  }

  async function publish(service: Service): Promise<void> {
    for (const { pod, port } of running.values()) {
      if (selects(service, pod))
        await plane.admin.create(endpointSlices, sliceFor(service, pod, port)).catch(ignoreGone);
    }
  }

  podStore.subscribe(({ type, object }) => {
    const uid = object.metadata.uid ?? '';
    if (type === 'added') void run(object);
    if (type !== 'deleted') return;
    running.get(uid)?.process.kill('SIGKILL');
    running.delete(uid);
  });
  serviceStore.subscribe(({ type, object }) => {
    if (type === 'added') void publish(object);
  });

  return {
    get started() {
      return started;
    },
    async stop() {
      ended.abort();
      for (const { process } of running.values()) process.kill('SIGKILL');
      await Promise.all([...running.values()].map(({ process }) => process.exited));
    },
  };
}

/** As a kubelet would start it with our image, whose entry point is the program. */
function startPod(dir: string, { metadata, spec }: Pod, port: number): RunningProcess {
  const { containers } = spec as { readonly containers: readonly { readonly args: readonly string[] }[] };
  const args = (containers[0]?.args ?? []).map((arg) =>
    arg.replace(/^--listen-port=8089$/, `--listen-port=${port}`),
  );
  return startProcess({
    name: metadata.name ?? '',
    command: join(repository, 'bin', 'certloom'),
    args,
    logFile: join(dir, `${metadata.name}.log`),
  });
}

function isRunning(pod: Pod): Pod {
  const address = ownAddress();
  const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
    type,
    status: 'True' as const,
  }));
  const status = { phase: 'Running', podIP: address, podIPs: [{ ip: address }], conditions };
  return { ...pod, status };
}

function selects(service: Service, { metadata }: Pod): boolean {
  const isSameNamespace = service.metadata.namespace === metadata.namespace;
  const wanted = Object.entries(service.spec?.selector ?? {});
  return isSameNamespace && wanted.every(([key, value]) => metadata.labels?.[key] === value);
}

function sliceFor(service: Service, pod: Pod, port: number): EndpointSlice {
  return endpointsOf(service, (pod.metadata.uid ?? '').slice(0, 8), port);
}

/** Leads a Service of the chart to a process of this machine. */
export async function leadTo(plane: ControlPlane, service: ObjectName, port: number): Promise<void> {
  const there = await plane.admin.get(services, service);
  if (there === undefined) throw new Error(`there is no Service ${service.name}`);
  await plane.admin.create(endpointSlices, endpointsOf(there, 'process', port));
}

/** Goes with its Service. */
function endpointsOf({ metadata: service }: Service, suffix: string, port: number): EndpointSlice {
  const { name = '', namespace = '', uid = '' } = service;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-${suffix}`,
      namespace,
      labels: { 'kubernetes.io/service-name': name },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name, uid }],
    },
    addressType: 'IPv4',
    ports: [{ name: 'http', port, protocol: 'TCP' }],
    endpoints: [{ addresses: [ownAddress()], conditions: { ready: true } }],
  };
}

/** Endpoints may not be on loopback, so Pods are at the address that this machine has in its network. */
function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const own = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
  if (own === undefined) throw new Error('this machine has no address but loopback: solver Pods need one');
  return own.address;
}

/** Challenges are over within a moment: what was to be told may be about a Pod that is gone, or told already. */
function ignoreGone(): undefined {
  return undefined;
}
