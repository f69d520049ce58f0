import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClusterConnection, connectCluster } from '../../runtime/connect.ts';
import { toolPath } from '../../tools/toolchain.ts';
import { type ApiServer, type ApiServerFiles, createApiServerFiles, startApiServer } from './api-server.ts';
import { type AuditEvent, settledAuditLog } from './audit.ts';
import { startControllerManager } from './controller-manager.ts';
import { startEtcd } from './etcd.ts';
import { type Credentials, writeKubeconfig } from './kubeconfig.ts';
import { type CommandResult, type RunningProcess, run } from './process.ts';

export interface ControlPlaneOptions {
  /** Where certificates, data and logs go; default a new directory under the system's temporary one. */
  readonly dir?: string;
  /** More flags for kube-apiserver. */
  readonly apiServerFlags?: readonly string[];
}

export interface ServiceAccountName {
  readonly namespace: string;
  readonly name: string;
}

export interface KubectlOptions {
  readonly stdin?: string;
  /** Path; default the admin's. */
  readonly kubeconfig?: string;
}

export interface StopOptions {
  readonly keepLogs?: boolean;
}

/** A real etcd, kube-apiserver and kube-controller-manager on loopback: everything of a cluster but nodes. */
export interface ControlPlane {
  readonly url: string;
  readonly caPem: string;
  /** Path of a kubeconfig of the group `system:masters`: for arranging and looking, never for a role under test. */
  readonly adminKubeconfig: string;
  /** A connection with the admin's permissions: for arranging and looking. */
  readonly admin: ClusterConnection;
  /** Holds `<process>.log` of each process, kubeconfigs, and `audit.jsonl`. */
  readonly dir: string;
  /** The CAs, certificates and keys of the API server. */
  readonly files: ApiServerFiles;
  /** Of the server's own version. An exit code other than 0 is an answer, not an error. */
  kubectl(args: readonly string[], options?: KubectlOptions): Promise<CommandResult>;
  /** As `kubectl`, but an exit code other than 0 is an error. @returns its standard output */
  kubectlOrThrow(args: readonly string[], options?: KubectlOptions): Promise<string>;
  /** @returns path of a kubeconfig with a token of the ServiceAccount, which must exist */
  kubeconfigFor(serviceAccount: ServiceAccountName): Promise<string>;
  /** Every request that was answered until now, in the order of the answers. */
  auditEvents(): Promise<readonly AuditEvent[]>;
  /** Of the API server that runs now. */
  readonly apiServerPid: number;
  /** Kills the API server and starts it again on its port; `whileDown` runs in between. */
  restartApiServer(whileDown?: () => Promise<void>): Promise<void>;
  /**
   * Starts kube-controller-manager afresh: the garbage collector looks for new kinds only every 30 s, and at its start.
   * Does not wait until it is at work.
   */
  restartControllerManager(): Promise<void>;
  /** Kills all and removes `dir`, unless the logs are to be kept. */
  stop(options?: StopOptions): Promise<void>;
}

/** Starts a control plane and waits until it serves; takes about three seconds. Several can run at the same time. */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'certloom-cluster-')));
  await mkdir(dir, { recursive: true });
  const processes: RunningProcess[] = [];
  try {
    const etcd = await startEtcd(dir);
    processes.push(etcd.process);
    const files = await createApiServerFiles(dir);
    await etcd.ready();
    const server = await startApiServer(dir, files, [
      `--etcd-servers=${etcd.url}`,
      ...(options.apiServerFlags ?? []),
    ]);
    processes.push(server.process);
    return await describe(dir, server, processes);
  } catch (error) {
    await killAll(processes);
    throw new Error(`the control plane did not start; its logs are in ${dir}`, { cause: error });
  }
}

async function describe(dir: string, server: ApiServer, processes: RunningProcess[]): Promise<ControlPlane> {
  const { url, files } = server;
  const caPem = files.ca.certificatePem;
  const kubeconfig = (name: string, credentials: Credentials) =>
    writeKubeconfig(join(dir, `${name}.kubeconfig`), { url, caPem, user: name, credentials });
  const kubectl = kubectlIn(dir, await kubeconfig('admin', files.admin));
  const forControllers = await kubeconfig('kube-controller-manager', files.controllerManager);
  let controllers = startControllerManager(dir, forControllers, files);
  processes.push(controllers);
  const adminKubeconfig = join(dir, 'admin.kubeconfig');
  const admin = await connectCluster({
    kubeconfig: adminKubeconfig,
    userAgent: 'certloom-test',
    fieldManager: 'certloom-test',
  });

  return {
    url,
    caPem,
    adminKubeconfig,
    admin,
    dir,
    files,
    ...kubectl,
    async kubeconfigFor({ namespace, name }) {
      const args = ['create', 'token', name, '-n', namespace, '--duration=24h'];
      const token = (await kubectl.kubectlOrThrow(args)).trim();
      return kubeconfig(`${namespace}.${name}`, { token });
    },
    auditEvents: () => settledAuditLog(files.auditLogFile, server.get),
    get apiServerPid() {
      return server.process.pid;
    },
    restartApiServer: (whileDown) => server.restart(whileDown),
    async restartControllerManager() {
      controllers.kill('SIGKILL');
      await controllers.exited;
      controllers = startControllerManager(dir, forControllers, files);
      processes.push(controllers);
    },
    async stop({ keepLogs = false } = {}) {
      await admin.close();
      await killAll([...processes, server.process]);
      if (!keepLogs) await rm(dir, { recursive: true, force: true });
    },
  };
}

function kubectlIn(dir: string, adminKubeconfig: string): Pick<ControlPlane, 'kubectl' | 'kubectlOrThrow'> {
  const kubectl: ControlPlane['kubectl'] = (args, { stdin, kubeconfig = adminKubeconfig } = {}) =>
    run(toolPath('kubectl'), args, {
      env: { KUBECONFIG: kubeconfig, KUBECACHEDIR: join(dir, 'kubectl-cache') },
      ...(stdin !== undefined && { stdin }),
    });
  return {
    kubectl,
    async kubectlOrThrow(args, options) {
      const { code, stdout, stderr } = await kubectl(args, options);
      if (code === 0) return stdout;
      throw new Error(`kubectl ${args.join(' ')} failed with exit code ${code}: ${stderr.trim()}`);
    },
  };
}

async function killAll(processes: readonly RunningProcess[]): Promise<void> {
  for (const process of processes) process.kill('SIGKILL');
  await Promise.all(processes.map(({ exited }) => exited));
}
