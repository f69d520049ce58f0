import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeObject } from '../../api/resource.ts';
import { type AuditEvent, describeAuditEvent, isWrite } from '../cluster/audit.ts';
import { type Bind9, startBind9 } from '../cluster/bind9.ts';
import { onLoopback, renderChart } from '../cluster/chart.ts';
import { type ControlPlane, type StopOptions, startControlPlane } from '../cluster/control-plane.ts';
import { waitFor } from '../cluster/loopback.ts';
import { type Pebble, startPebble } from '../cluster/pebble.ts';
import { release } from '../cluster/role.ts';
import { type Roles, createRoles } from '../cluster/roles.ts';
import { type GitRepository, createGitRepository } from './git-repository.ts';

const roleNames = ['webhook', 'dns-solver', 'controller'] as const;

/** An empty cluster and an empty Git repository: an engine brings everything from the one to the other. */
export interface GitOpsCluster {
  readonly plane: ControlPlane;
  readonly dns: Bind9;
  /** Refuses to issue for `refused.example.com`. */
  readonly acme: Pebble;
  readonly repository: GitRepository;
  readonly roles: Roles;
  /** What the chart consists of. There are no nodes: Deployments are left out, {@link startRoles} starts what they would. */
  readonly chart: readonly object[];
  /** Waits until an engine has brought the ServiceAccounts, and starts our processes with them. */
  startRoles(): Promise<void>;
  /** What one user, or all of ours with `certloom`, has written since `from` events of the audit log. */
  writesSince(from: number, userName: string): Promise<readonly string[]>;
  /** How many events the audit log has. */
  moment(): Promise<number>;
  readonly dir: string;
  stop(options?: StopOptions): Promise<void>;
}

export async function startGitOpsCluster(): Promise<GitOpsCluster> {
  const dir = await mkdtemp(join(tmpdir(), 'certloom-gitops-'));
  const [plane, dns] = await Promise.all([
    startControlPlane({ dir: join(dir, 'control-plane') }),
    startBind9({ dir: join(dir, 'bind9'), zones: ['example.com'] }),
  ]);
  const blockedDomains = ['refused.example.com'];
  const acme = await startPebble({ dir: join(dir, 'pebble'), dnsServer: dns.server, blockedDomains });
  const rendered = await renderChart({ controller: { dns01: { recursiveNameservers: [dns.server] } } });
  const roles = await createRoles(plane, rendered, {});
  return {
    plane,
    dns,
    acme,
    roles,
    dir,
    repository: await createGitRepository(join(dir, 'repository')),
    chart: inGit(rendered, roles),
    async startRoles() {
      await accountsOf(plane);
      await plane.restartControllerManager(); // else it looks for the new kinds only every 30 s
      await Promise.all(roleNames.map((role) => roles.start(role)));
    },
    moment: async () => (await plane.auditEvents()).length,
    async writesSince(from, userName) {
      const events = (await plane.auditEvents()).slice(from);
      return events.filter((event) => isWriteOf(event, userName)).map(describeWrite);
    },
    async stop({ keepLogs = false } = {}) {
      await roles.stop();
      await Promise.all([acme.stop({ keepLogs }), dns.stop({ keepLogs }), plane.stop({ keepLogs })]);
      if (!keepLogs) await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Kinds that only say something where there are nodes. */
const needNodes = new Set(['Deployment', 'PodDisruptionBudget']);

function inGit(rendered: readonly KubeObject[], { ports }: Roles): readonly object[] {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: release.namespace } };
  const objects = rendered.filter(({ kind = '' }) => !needNodes.has(kind));
  return [namespace, ...objects.map((object) => onLoopback(object, ports))];
}

async function accountsOf(plane: ControlPlane): Promise<void> {
  const names = roleNames.map((role) => `${release.name}-${role}`);
  await waitFor(
    'the ServiceAccounts of the chart',
    async () => {
      await plane.kubectlOrThrow(['get', 'serviceaccount', ...names, '-n', release.namespace]);
      return true;
    },
    { seconds: 60, everyMs: 250 },
  );
}

/** Leases and events tell of the writer, not of what it looks after; so does what engines note on their own objects. */
const aside = /^(leases|events)$/;
const engineGroups = /(^|\.)(fluxcd\.io|argoproj\.io)$/;

function isWriteOf(event: AuditEvent, userName: string): boolean {
  const { resource = '', apiGroup = '' } = event.objectRef ?? {};
  return (
    isWrite(event) &&
    event.user.username.includes(userName) &&
    !aside.test(resource) &&
    !engineGroups.test(apiGroup)
  );
}

function describeWrite(event: AuditEvent): string {
  return `${describeAuditEvent(event)} ${event.objectRef?.name ?? ''}`.trim();
}
