import { getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { solverProviders } from '../dns/providers/index.ts';
import { systemClock } from '../runtime/clock.ts';
import { connectCluster } from '../runtime/connect.ts';
import { FlagExit } from '../runtime/flags.ts';
import { startLog } from '../runtime/log-flags.ts';
import { createMetrics } from '../runtime/metrics.ts';
import { dispatcherThrough, readProxies } from '../runtime/proxies.ts';
import { version } from '../runtime/version.ts';
import { providerOptions } from './endpoints.ts';
import { startDnsSolver } from './server.ts';
import { readSettings, type Settings } from './settings.ts';
import { solverOf } from './solvers.ts';

/** `certloom dns-solver`: runs until SIGTERM or SIGINT. `certloom dns-solver check` tries an Issuer out, and ends. */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const proxies = readProxies(env);
    if (proxies) setGlobalDispatcher(dispatcherThrough(proxies));
    const [first, ...rest] = args;
    if (first === 'check') process.exitCode = await check(rest, env);
    else await run(readSettings(args, env), env);
  } catch (error) {
    if (!(error instanceof FlagExit)) throw error;
    (error.exitCode === 0 ? process.stdout : process.stderr).write(error.message);
    process.exitCode = error.exitCode;
  }
}

async function check(args: readonly string[], env: NodeJS.ProcessEnv): Promise<0 | 1> {
  const { readCheckSettings } = await import('./check/settings.ts');
  const { runCheck } = await import('./check/run.ts');
  const settings = readCheckSettings(args);
  const interrupted = new AbortController();
  void nextSignal().then((signal) => interrupted.abort(new Error(`interrupted by ${signal}`)));
  const write = (text: string): void => void process.stdout.write(text);
  const alive = setInterval(() => {}, 1000); // the clock's timers alone do not keep a process alive
  try {
    return await runCheck(settings, { env, signal: interrupted.signal, write });
  } finally {
    clearInterval(alive);
    await getGlobalDispatcher().close(); // idle connections would
  }
}

async function run(settings: Settings, env: NodeJS.ProcessEnv): Promise<void> {
  const { kubeconfig, endpoints } = settings;
  const log = startLog(settings.log);
  const metrics = createMetrics(systemClock, 'dns-solver');
  const connection = await connectCluster({
    ...(kubeconfig !== undefined && { kubeconfig }),
    userAgent: `certloom-dns-solver/${version}`,
    fieldManager: 'certloom-dns-solver',
    onCall: metrics.apiCalled,
  });
  const server = await startDnsSolver(settings, {
    connection,
    log,
    metrics,
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
