import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bind9, startBind9 } from './bind9.ts';
import { type ChartValues, applyChart, renderChart } from './chart.ts';
import { type ControlPlane, type StopOptions, startControlPlane } from './control-plane.ts';
import { type Pebble, type PebbleOptions, startPebble } from './pebble.ts';
import type { RoleName } from './role.ts';
import { type Roles, createRoles } from './roles.ts';
import type { Zone } from './zone-file.ts';

export interface TestClusterOptions {
  /** Zones of the name server; default `example.com`. */
  readonly zones?: readonly (string | Zone)[];
  /** Values of the chart, beside the addresses. */
  readonly values?: ChartValues;
  /** Which roles to start; default all three. The chart installs what is needed for each in any case. */
  readonly roles?: readonly RoleName[];
  /** Flags at the end of a role's command line. */
  readonly flags?: Readonly<Partial<Record<RoleName, readonly string[]>>>;
  readonly pebble?: Omit<PebbleOptions, 'dnsServer' | 'dir'>;
  /** Is told what happens, in a few words, while it starts. */
  readonly progress?: (what: string) => void;
}

/** Everything that issuing a certificate takes, on loopback: a cluster with the chart installed, DNS, a CA, and our roles. */
export interface TestCluster {
  readonly plane: ControlPlane;
  readonly dns: Bind9;
  readonly acme: Pebble;
  /** Our processes: started, killed, started again. */
  readonly roles: Roles;
  /** Holds `control-plane/` (with the logs of the roles), `bind9/` and `pebble/`. */
  readonly dir: string;
  stop(options?: StopOptions): Promise<void>;
}

/** Takes about six seconds. Several can run at the same time. */
export async function startTestCluster(options: TestClusterOptions = {}): Promise<TestCluster> {
  const dir = await mkdtemp(join(tmpdir(), 'certloom-test-'));
  const started: Stoppable[] = [];
  const keep = async <T extends Stoppable>(part: Promise<T>): Promise<T> => {
    const up = await part;
    started.push(up);
    return up;
  };
  const stopAll = async (more: StopOptions) => {
    for (const part of started.reverse()) await part.stop(more); // the roles first: they say goodbye to the API server
  };
  try {
    return await startParts({ dir, keep, stopAll, options });
  } catch (error) {
    await stopAll({ keepLogs: true });
    throw new Error(`the test cluster did not start; its logs are in ${dir}`, { cause: error });
  }
}

interface Stoppable {
  stop(options: StopOptions): Promise<void>;
}

interface Parts {
  readonly dir: string;
  readonly options: TestClusterOptions;
  /** Makes sure that a part is stopped in the end. */
  readonly keep: <T extends Stoppable>(part: Promise<T>) => Promise<T>;
  readonly stopAll: (options: StopOptions) => Promise<void>;
}

async function startParts({ dir, options, keep, stopAll }: Parts): Promise<TestCluster> {
  const { progress = () => {} } = options;
  progress('starting etcd, kube-apiserver, bind9 and Pebble');
  const dnsStarting = keep(startBind9({ dir: join(dir, 'bind9'), zones: options.zones ?? ['example.com'] }));
  const acmeStarting = dnsStarting.then(({ server }) =>
    keep(startPebble({ ...options.pebble, dir: join(dir, 'pebble'), dnsServer: server })),
  );
  const rendering = dnsStarting.then(({ server }) =>
    renderChart(withNameserver(options.values ?? {}, server)),
  );
  const [plane, dns, acme, chart] = await Promise.all([
    keep(startControlPlane({ dir: join(dir, 'control-plane') })),
    dnsStarting,
    acmeStarting,
    rendering,
  ]);

  progress('installing the chart');
  const roles = await keep(createRoles(plane, chart, options.flags ?? {}));
  await applyChart(plane, chart, roles.ports);
  await plane.restartControllerManager();

  const wanted = options.roles ?? ['webhook', 'dns-solver', 'controller'];
  progress(`starting ${wanted.join(', ')}`);
  await Promise.all(wanted.map((role) => roles.start(role)));
  return {
    plane,
    dns,
    acme,
    roles,
    dir,
    async stop({ keepLogs = false } = {}) {
      await stopAll({ keepLogs });
      if (!keepLogs) await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The controller looks for zones, and for names that prove themselves by HTTP, with our name server. */
function withNameserver(values: ChartValues, server: string): ChartValues {
  const { controller = {} } = values as {
    readonly controller?: { readonly dns01?: object; readonly http01?: object };
  };
  const dns01 = { recursiveNameservers: [server], ...controller.dns01 };
  const http01 = { nameservers: [server], ...controller.http01 };
  return { ...values, controller: { ...controller, dns01, http01 } };
}
