import { join } from 'node:path';
import type { KubeObject } from '../../api/resource.ts';
import { repository } from '../../tools/toolchain.ts';
import type { ControlPlane } from './control-plane.ts';
import { type RunningProcess, startProcess } from './process.ts';

export type RoleName = 'controller' | 'webhook' | 'dns-solver';

/** Where the chart puts everything, and how its ServiceAccounts are called. */
export const release = { name: 'certloom', namespace: 'certloom' } as const;

export interface RoleOptions {
  /** Of the log file, when several processes of one role run; default the role. */
  readonly name?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts a role as the sources say, by `bin/certloom <role>`, with the permissions of its ServiceAccount and no others.
 *
 * It does not wait until the role is ready: `until` of what it returns does, with whatever the test calls ready.
 */
export async function startRole(
  plane: ControlPlane,
  role: RoleName,
  args: readonly string[],
  options: RoleOptions = {},
): Promise<RunningProcess> {
  const kubeconfig = await plane.kubeconfigFor({
    namespace: release.namespace,
    name: `${release.name}-${role}`,
  });
  return startProcess({
    name: `certloom ${role}`,
    command: join(repository, 'bin', 'certloom'),
    args: [role, `--kubeconfig=${kubeconfig}`, ...args],
    ...(options.env !== undefined && { env: options.env }),
    logFile: join(plane.dir, `certloom-${options.name ?? role}.log`),
  });
}

/** As far as the command line of its one container is concerned. */
interface Deployment extends KubeObject {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly containers: readonly { readonly args: readonly string[] }[] };
    };
  };
}

/** The flags that the chart's Deployment starts a role with, so that tests prove them too. */
export function flagsInChart(objects: readonly KubeObject[], role: RoleName): readonly string[] {
  const name = `${release.name}-${role}`;
  const deployment = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name);
  if (deployment === undefined) throw new Error(`the chart was rendered without the Deployment ${name}`);
  const [command, ...flags] = (deployment as Deployment).spec.template.spec.containers[0]?.args ?? [];
  if (command !== role) throw new Error(`the Deployment ${name} starts "${command}"`);
  return flags;
}
