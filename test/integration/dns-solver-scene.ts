import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { KubeObject } from '../../api/resource.ts';
import { type Bind9, startBind9 } from '../cluster/bind9.ts';
import { type ChartValues, applyChart, renderChart } from '../cluster/chart.ts';
import { type ControlPlane, startControlPlane, type StopOptions } from '../cluster/control-plane.ts';
import { freePort } from '../cluster/loopback.ts';
import { type RunningProcess, startProcess } from '../cluster/process.ts';
import { flagsInChart, release, startRole } from '../cluster/role.ts';
import { type FakeDnspod, type FakeDnspodOptions, startFakeDnspod } from '../fakes/dnspod/fake-dnspod.ts';
import { programEnvironment } from '../../tools/bundle.ts';
import { direct } from './dns-solver-direct.ts';
import { createUpstreamClient, type UpstreamClient, type UpstreamRequest } from './dns-solver-client.ts';

/** Who calls: an upstream cert-manager with its usual ServiceAccount. */
export const caller = { namespace: 'cert-manager', name: 'cert-manager' } as const;

/** The one everybody's Issuers state. */
export const group = 'acme.dnspod.com';
export const address = { groupName: group, solverName: 'dnspod' } as const;

export interface SceneOptions {
  /** Of the DNSPod account and of the name server. */
  readonly zones?: FakeDnspodOptions['zones'];
  readonly listLagSeconds?: number;
  /** Share of calls that DNSPod turns away. */
  readonly throttled?: number;
  readonly groups?: readonly string[];
  /** Values of the chart beside those. */
  readonly values?: ChartValues;
  /** Where the API server is sent; default the port of the first process. */
  readonly servicePort?: number;
}

export interface StartSolverOptions {
  /** Of the log file, when several run. */
  readonly name?: string;
  readonly port?: number;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Path of the bundled program, started as the image does; default by `bin/certloom`. */
  readonly bundle?: string;
}

export interface SolverProcess extends RunningProcess {
  readonly port: number;
  readonly metricsUrl: string;
}

/**
 * An API server with the chart in its form "the solver alone, called by an upstream cert-manager", a DNSPod that publishes
 * into a real name server, and the client that upstream has.
 */
export interface SolverScene {
  readonly plane: ControlPlane;
  readonly dns: Bind9;
  readonly dnspod: FakeDnspod;
  readonly client: UpstreamClient;
  readonly dir: string;
  /** Starts the process with the chart's flags; does not wait until it is ready. */
  start(options?: StartSolverOptions): Promise<SolverProcess>;
  /** Waits until a process says that it is ready, and the API server that it finds the solver well. */
  available(process: SolverProcess): Promise<true>;
  /** A request for one value of one name, as upstream makes it of a ClusterIssuer. */
  request(action: 'Present' | 'CleanUp', name: string, value: string): UpstreamRequest;
  solve(action: 'Present' | 'CleanUp', name: string, value: string): Promise<void>;
  stop(options?: StopOptions): Promise<void>;
}

/** The TXT value of a challenge: 43 characters of base64url. */
export function newValue(): string {
  return randomBytes(32).toString('base64url');
}

const off = { enabled: false } as const;
const secretName = 'dnspod-secret';

export async function startSolverScene(options: SceneOptions = {}): Promise<SolverScene> {
  const { zones = [{ name: 'example.com', grade: 'DP_ULTRA' }], groups = [group] } = options;
  const port = await freePort();
  const dnsSolver = { groupNames: groups, callers: [caller] };
  const only = { webhook: off, controller: off, crds: off, userRoles: off };
  const [plane, dns, chart] = await Promise.all([
    startControlPlane(),
    startBind9({ zones: zones.map((zone) => (typeof zone === 'string' ? zone : zone.name)) }),
    renderChart({ ...only, dnsSolver, clusterResourceNamespace: caller.namespace, ...options.values }),
  ]);
  const { listLagSeconds = 0, throttled: share = 0 } = options;
  const dnspod = await startFakeDnspod({ zones, bind9: dns, listLagSeconds, throttle: { share } });
  await applyChart(plane, chart, { dnsSolver: options.servicePort ?? port });
  await createCaller(plane, dnspod);
  const client = await createUpstreamClient(await plane.kubeconfigFor(caller));
  const started: SolverProcess[] = [];
  const request: SolverScene['request'] = (action, name, value) => requestOf(action, { name, value });

  return {
    plane,
    dns,
    dnspod,
    client,
    dir: plane.dir,
    request,
    async start(about = {}) {
      const process = await startSolver({ plane, chart, dnspod }, { port, ...about });
      started.push(process);
      return process;
    },
    async available(process) {
      await process.ready('the solver to be ready', async () =>
        (await direct(process.port, '/readyz')).code === 200 ? true : undefined,
      );
      return process.ready('the APIService to be available', () => allAvailable(plane, groups));
    },
    solve: (action, name, value) => client.solve(address, request(action, name, value)),
    async stop(how) {
      client.close();
      await Promise.all(started.map((process) => process.stop()));
      await dnspod.stop();
      await dns.stop(how);
      await plane.stop(how);
    },
  };
}

interface Backstage {
  readonly plane: ControlPlane;
  readonly chart: readonly KubeObject[];
  readonly dnspod: FakeDnspod;
}

async function startSolver(
  { plane, chart, dnspod }: Backstage,
  { port, name, flags = [], env, bundle }: StartSolverOptions & { readonly port: number },
): Promise<SolverProcess> {
  const metricsPort = await freePort();
  const args = [
    ...flagsInChart(chart, 'dns-solver'),
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--metrics-listen-address=127.0.0.1:${metricsPort}`,
    `--dnspod-endpoint=${dnspod.url}`,
    '--shutdown-delay-duration=0s',
    ...flags,
  ];
  const options = { name: name ?? 'dns-solver', ...(env !== undefined && { env }) };
  const process =
    bundle === undefined
      ? await startRole(plane, 'dns-solver', args, options)
      : await startBundle(plane, bundle, args);
  return extend(process, { port, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics` });
}

/** As the image does: the bundled program on Node, with the permissions of the role. */
async function startBundle(
  plane: ControlPlane,
  bundle: string,
  args: readonly string[],
): Promise<RunningProcess> {
  const account = { namespace: release.namespace, name: `${release.name}-dns-solver` };
  const kubeconfig = await plane.kubeconfigFor(account);
  return startProcess({
    name: 'certloom dns-solver',
    command: process.execPath,
    args: [bundle, 'dns-solver', `--kubeconfig=${kubeconfig}`, ...args],
    env: programEnvironment,
    logFile: join(plane.dir, 'certloom-dns-solver.log'),
  });
}

/** The same object: `running` is a getter and must stay one. */
function extend<T extends object, More extends object>(object: T, more: More): T & More {
  return Object.defineProperties(object, Object.getOwnPropertyDescriptors(more)) as T & More;
}

async function createCaller(plane: ControlPlane, { key }: FakeDnspod): Promise<void> {
  const items = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: caller.namespace } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: caller },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { namespace: caller.namespace, name: secretName },
      stringData: { secretId: key.secretId, secretKey: `${key.secretKey}\n` }, // as people make them
    },
  ];
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await plane.kubectlOrThrow(['apply', '-f', '-'], { stdin });
}

function requestOf(
  action: 'Present' | 'CleanUp',
  { name, value }: { readonly name: string; readonly value: string },
): UpstreamRequest {
  return {
    uid: '',
    action,
    type: 'dns-01',
    dnsName: name,
    key: value,
    resourceNamespace: caller.namespace,
    resolvedFQDN: `_acme-challenge.${name}.`,
    resolvedZone: `${name.split('.').slice(-2).join('.')}.`,
    allowAmbientCredentials: true,
    config: {
      secretIdRef: { name: secretName, key: 'secretId' },
      secretKeyRef: { name: secretName, key: 'secretKey' },
      ttl: 600,
    },
  };
}

async function allAvailable(plane: ControlPlane, groups: readonly string[]): Promise<true | undefined> {
  for (const name of groups) {
    const path = '-o=jsonpath={.status.conditions[?(@.type=="Available")].status}';
    const status = await plane.kubectlOrThrow(['get', 'apiservice', `v1alpha1.${name}`, path]);
    if (status !== 'True') return undefined;
  }
  return true;
}
