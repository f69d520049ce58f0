import { apiServices } from '../../api/registration.ts';
import { certificates } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/resource.ts';
import type { ControlPlane } from './control-plane.ts';
import { freePort } from './loopback.ts';
import type { RunningProcess } from './process.ts';
import { type RoleName, flagsInChart, release, startRole } from './role.ts';

/** Our processes in a test cluster; at most one of each role, with the flags of the chart. */
export interface Roles {
  /** Where they listen for the API server. */
  readonly ports: { readonly webhook: number; readonly dnsSolver: number };
  /** Starts a role and waits until it is ready. */
  start(role: RoleName, flags?: readonly string[]): Promise<RunningProcess>;
  /** The process that was started last; it may have ended since. */
  process(role: RoleName): RunningProcess;
  /** Base URL of what a role serves beside: `metrics` at `/metrics`, `health` at `/readyz`. */
  readonly urls: Readonly<Record<RoleName, { readonly metrics: string; readonly health: string }>>;
  /** Lets all end as in a cluster: SIGTERM, then SIGKILL. */
  stop(): Promise<void>;
}

/**
 * @param objects the rendered chart, whose Deployments say how each role is started
 * @param more flags at the end of a role's command line
 */
export async function createRoles(
  plane: ControlPlane,
  objects: readonly KubeObject[],
  more: Readonly<Partial<Record<RoleName, readonly string[]>>>,
): Promise<Roles> {
  const ports = {
    webhook: { secure: await freePort(), metrics: await freePort(), health: await freePort() },
    'dns-solver': { secure: await freePort(), metrics: await freePort(), health: 0 },
    controller: { secure: 0, metrics: await freePort(), health: await freePort() },
  } satisfies Record<RoleName, Ports>;
  const running = new Map<RoleName, RunningProcess>();
  const url = (port: number) => `http://127.0.0.1:${port}`;
  const urlsOf = ({ metrics, health }: Ports) => ({ metrics: url(metrics), health: url(health) });

  return {
    ports: { webhook: ports.webhook.secure, dnsSolver: ports['dns-solver'].secure },
    async start(role, flags = []) {
      const onLoopback = loopbackFlags[role](ports[role]);
      const process = await startRole(plane, role, [
        ...flagsInChart(objects, role),
        ...onLoopback,
        ...(more[role] ?? []),
        ...flags,
      ]);
      running.set(role, process);
      await process.ready(`the ${role}`, () => isReady[role](plane, ports[role]), 60);
      return process;
    },
    process(role) {
      const process = running.get(role);
      if (process === undefined) throw new Error(`the ${role} was never started`);
      return process;
    },
    urls: {
      webhook: urlsOf(ports.webhook),
      'dns-solver': {
        ...urlsOf(ports['dns-solver']),
        health: `https://127.0.0.1:${ports['dns-solver'].secure}`,
      },
      controller: urlsOf(ports.controller),
    },
    async stop() {
      await Promise.all([...running.values()].map((process) => process.stop()));
    },
  };
}

interface Ports {
  readonly secure: number;
  readonly metrics: number;
  readonly health: number;
}

/** What differs from the chart: addresses, and that nobody waits for a killed leader's lease to run out. */
const loopbackFlags: Readonly<Record<RoleName, (ports: Ports) => readonly string[]>> = {
  webhook: ({ secure, metrics, health }) => [
    '--bind-address=127.0.0.1',
    `--secure-port=${secure}`,
    `--healthz-port=${health}`,
    `--metrics-listen-address=127.0.0.1:${metrics}`,
    '--dynamic-serving-dns-names=localhost', // the API server calls it by URL
    '--shutdown-delay-duration=0s',
  ],
  'dns-solver': ({ secure, metrics }) => [
    '--bind-address=127.0.0.1',
    `--secure-port=${secure}`,
    `--metrics-listen-address=127.0.0.1:${metrics}`,
    '--shutdown-delay-duration=0s',
  ],
  controller: ({ metrics, health }) => [
    '--leader-elect=false',
    `--metrics-listen-address=127.0.0.1:${metrics}`,
    `--internal-healthz-listen-address=127.0.0.1:${health}`,
  ],
};

type IsReady = (plane: ControlPlane, ports: Ports) => Promise<true | undefined>;

/** Ready means: the API server gets answers from it. */
const isReady: Readonly<Record<RoleName, IsReady>> = {
  async webhook({ admin }) {
    const metadata = { name: 'is-the-webhook-ready', namespace: 'default' };
    const spec = { secretName: 'none', dnsNames: ['ready.example.com'], issuerRef: { name: 'none' } };
    await admin.create(certificates, { metadata, spec }, { dryRun: true });
    return true;
  },
  async 'dns-solver'({ admin }) {
    const services = (await admin.list(apiServices)).filter(
      ({ spec }) => spec?.service?.namespace === release.namespace,
    );
    const available = services.every(({ status }) =>
      status?.conditions?.some(({ type, status: is }) => type === 'Available' && is === 'True'),
    );
    return (services.length > 0 && available) || undefined;
  },
  async controller(_, { health }) {
    const { ok } = await fetch(`http://127.0.0.1:${health}/readyz`, { signal: AbortSignal.timeout(2000) });
    return ok || undefined;
  },
};
