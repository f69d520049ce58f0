import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setGlobalDispatcher } from 'undici';

import { Failure } from '../api/failure.ts';
import { limitPem } from '../pki/pem.ts';
import { systemClock } from '../runtime/clock.ts';
import { connectCluster } from '../runtime/connect.ts';
import { FlagExit } from '../runtime/flags.ts';
import { startLog } from '../runtime/log-flags.ts';
import { createMetrics } from '../runtime/metrics.ts';
import { dispatcherThrough } from '../runtime/proxies.ts';
import { readFlags } from './flags.ts';
import { runController } from './run.ts';

/** `certloom controller`: runs until SIGTERM or SIGINT, or until it lost the lease. */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await run(args, env);
  } catch (error) {
    if (!(error instanceof FlagExit)) throw error;
    (error.exitCode === 0 ? process.stdout : process.stderr).write(error.message);
    process.exitCode = error.exitCode;
  }
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const flags = readFlags(args, env);
  const { kubeconfig, master } = flags.process;
  limitPem(flags.settings.pemLimits);
  if (flags.settings.proxies) setGlobalDispatcher(dispatcherThrough(flags.settings.proxies));
  const log = startLog(flags.process.log);
  const metrics = createMetrics(systemClock, 'controller');
  const connection = await connectCluster({
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(master !== undefined && { master }),
    userAgent: 'certloom-controller',
    fieldManager: 'cert-manager-controller',
    onCall: metrics.apiCalled,
  });
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'Stopping');
      stopping.abort();
    });
  }
  const identity = `${hostname()}_${randomUUID()}`;
  try {
    await runController(flags, {
      connection,
      log,
      metrics,
      clock: systemClock,
      identity,
      signal: stopping.signal,
    });
    log.info({}, 'Stopped');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.error({ reason: error.reason, message: error.message }, 'Stopped because of a failure');
    process.exitCode = 1;
  } finally {
    await connection.close();
  }
}
