import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fetch } from 'undici';
import type { DnsProvider, ProviderTools } from '../../dns/provider.ts';
import { solverProviders } from '../../dns/providers/index.ts';
import { createDnsView } from '../../dns/resolver.ts';
import { systemClock } from '../../runtime/clock.ts';
import { type ClusterConnection, connectCluster } from '../../runtime/connect.ts';
import { silentLog } from '../../runtime/log.ts';
import { version } from '../../api/version.ts';
import { providerOptions } from '../endpoints.ts';
import { createSecretReader } from '../secret-reader.ts';
import { createCredentialReader } from './credentials.ts';
import { findWanted, type Manifests, readManifests, type Wanted } from './manifests.ts';
import { type CheckSettings, command, mistake } from './settings.ts';
import { formatStep, type Step, stepOfFailure } from './step.ts';
import { runTrial } from './trial.ts';

/** What the check is given of the world. */
export interface CheckWorld {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly write: (text: string) => void;
}

/**
 * `certloom dns-solver check`: tells step by step whether Issuers with this configuration can prove a name.
 *
 * @returns 0 when they can, 1 when they cannot
 * @throws {FlagExit} 2 for what the caller has to put right first
 */
export async function runCheck(settings: CheckSettings, world: CheckWorld): Promise<0 | 1> {
  const manifests = await readFiles(settings.files);
  const wanted = findWanted(manifests, settings.name);
  if (wanted === undefined)
    throw mistake('--config has neither an Issuer with a dns01 solver nor a configuration');
  const provider = providerOf(settings, wanted, world.env);
  const tell = (step: Step): void => world.write(formatStep(step));
  world.write(`${command}: _acme-challenge.${settings.name} by ${provider.name}, as ${wanted.from} says\n`);
  let connection: ClusterConnection | undefined;
  try {
    connection = await connect(settings);
    const isWell = await tryOut({ settings, world, manifests, wanted, provider, connection, tell });
    world.write(isWell ? 'Everything works.\n' : 'Something does not work: see the lines above.\n');
    return isWell ? 0 : 1;
  } catch (error) {
    if (world.signal.aborted) world.write('Interrupted; what was created is removed.\n');
    else tell(stepOfFailure(error, 'credentials'));
    return 1;
  } finally {
    await connection?.close();
  }
}

interface Trial {
  readonly settings: CheckSettings;
  readonly world: CheckWorld;
  readonly manifests: Manifests;
  readonly wanted: Wanted;
  readonly provider: DnsProvider<unknown>;
  readonly connection: ClusterConnection | undefined;
  readonly tell: (step: Step) => void;
}

function tryOut({ settings, world, manifests, wanted, provider, connection, tell }: Trial): Promise<boolean> {
  const { name, timeoutSeconds, recursiveNameservers, recursiveOnly, allowAmbientCredentials } = settings;
  const namespace = wanted.namespace ?? settings.namespace;
  const cluster = connection && createSecretReader(connection, namespace);
  const read = new Set<string>();
  const tools: ProviderTools = {
    readSecret: createCredentialReader({ files: manifests.secrets, cluster, namespace }, (what) =>
      read.add(what),
    ),
    allowAmbientCredentials,
    signal: world.signal,
    clock: systemClock,
    log: silentLog,
    fetch,
  };
  return runTrial({
    provider,
    config: wanted.config,
    name,
    timeoutSeconds,
    tools,
    tell,
    view: createDnsView({ recursiveNameservers, recursiveOnly, clock: systemClock }),
    credentialsRead: () => [...read],
  });
}

async function readFiles(files: readonly string[]): Promise<Manifests> {
  try {
    return readManifests(
      await Promise.all(files.map((file) => (file === '-' ? text(process.stdin) : readFile(file, 'utf8')))),
    );
  } catch (error) {
    throw mistake(`--config cannot be read: ${(error as Error).message.split('\n')[0]}`);
  }
}

function providerOf(settings: CheckSettings, wanted: Wanted, env: NodeJS.ProcessEnv): DnsProvider<unknown> {
  const providers = solverProviders(providerOptions(settings.endpoints, env));
  const name = wanted.solver ?? settings.solver;
  const provider = providers.find((one) => one.name === name);
  if (provider !== undefined) return provider;
  const known = providers.map((one) => one.name).join(', ');
  throw mistake(`there is no provider ${JSON.stringify(name)}; known are ${known}`);
}

async function connect({ kubeconfig }: CheckSettings): Promise<ClusterConnection | undefined> {
  if (kubeconfig === undefined) return undefined;
  const agent = {
    userAgent: `certloom-dns-solver-check/${version}`,
    fieldManager: 'certloom-dns-solver-check',
  };
  return connectCluster({ kubeconfig, ...agent });
}
