import { solverProviders } from '../dns/providers/index.ts';
import { systemClock } from '../runtime/clock.ts';
import { connectCluster } from '../runtime/connect.ts';
import { FlagExit } from '../runtime/flags.ts';
import { createLogger } from '../runtime/log.ts';
import { version } from '../runtime/version.ts';
import { providerOptions } from './endpoints.ts';
import { startDnsSolver } from './server.ts';
import { readSettings, type Settings } from './settings.ts';
import { solverOf } from './solvers.ts';

/** `certloom dns-solver`: runs until SIGTERM or SIGINT. */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await run(readSettings(args, env), env);
  } catch (error) {
    if (!(error instanceof FlagExit)) throw error;
    (error.exitCode === 0 ? process.stdout : process.stderr).write(error.message);
    process.exitCode = error.exitCode;
  }
}

async function run(settings: Settings, env: NodeJS.ProcessEnv): Promise<void> {
  const { logLevel, kubeconfig, endpoints } = settings;
  const log = createLogger({ level: logLevel });
  const connection = await connectCluster({
    ...(kubeconfig !== undefined && { kubeconfig }),
    userAgent: `certloom-dns-solver/${version}`,
    fieldManager: 'certloom-dns-solver',
  });
  const server = await startDnsSolver(settings, {
    connection,
    log,
    clock: systemClock,
    solvers: solverProviders(providerOptions(endpoints, env)).map(solverOf),
  });
  const signal = await nextSignal();
  log.info({ signal }, 'Stopping');
  await server.stop();
  await connection.close();
  log.info({}, 'Stopped');
}

function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
}
