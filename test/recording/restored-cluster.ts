import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { KubeObject } from '../../api/resource.ts';
import { applyChart, renderChart } from '../cluster/chart.ts';
import { type ControlPlane, type StopOptions, startControlPlane } from '../cluster/control-plane.ts';
import { type Pebble, startPebble } from '../cluster/pebble.ts';
import { type Roles, createRoles } from '../cluster/roles.ts';
import { elsewhere } from './elsewhere.ts';
import { restore } from './restore.ts';
import type { RecordedObject } from './tape.ts';

/** A cluster with the last states of a recording on it, and all of certloom but the controller running. */
export interface RestoredCluster {
  readonly plane: ControlPlane;
  /** Knows of no account and no order. */
  readonly acme: Pebble;
  readonly roles: Roles;
  readonly dir: string;
  stop(options?: StopOptions): Promise<void>;
}

/**
 * When the objects came: `before certloom`, as they are found where upstream has been removed, or `through certloom`, as
 * a backup or a Git repository brings them to a new cluster, with the admission webhook having its say.
 */
export type When = 'before certloom' | 'through certloom';

export async function startRestoredCluster(
  when: When,
  recorded: readonly RecordedObject[],
): Promise<RestoredCluster> {
  const dir = await mkdtemp(join(tmpdir(), 'certloom-restored-'));
  const [plane, acme, chart] = await Promise.all([
    startControlPlane({ dir: join(dir, 'control-plane') }),
    startPebble({ dir: join(dir, 'pebble'), dnsServer: '127.0.0.1:1' }),
    renderChart(),
  ]);
  const roles = await createRoles(plane, chart, {});
  const stop = async (options: StopOptions = {}) => {
    await roles.stop();
    await Promise.all([plane.stop(options), acme.stop(options)]);
    if (options.keepLogs !== true) await rm(dir, { recursive: true, force: true });
  };
  try {
    const objects = await elsewhere(recorded, { now: new Date(), acme: acme.directoryUrl });
    await fill({ plane, roles, chart }, when, objects);
    return { plane, acme, roles, dir, stop };
  } catch (error) {
    await stop({ keepLogs: true });
    throw new Error(`the objects could not be put on the cluster; its logs are in ${dir}`, { cause: error });
  }
}

interface Empty extends Pick<RestoredCluster, 'plane' | 'roles'> {
  readonly chart: readonly KubeObject[];
}

async function fill(
  { plane, roles, chart }: Empty,
  when: When,
  objects: readonly RecordedObject[],
): Promise<void> {
  if (when === 'before certloom') {
    const crds = chart.filter(({ kind }) => kind === 'CustomResourceDefinition');
    await applyChart(plane, crds, {});
    await restore(plane, objects);
  }
  await applyChart(plane, chart, roles.ports);
  await roles.start('webhook');
  if (when === 'through certloom') await restore(plane, objects);
}
