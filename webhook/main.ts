import { limitPem } from '../pki/pem.ts';
import { systemClock } from '../runtime/clock.ts';
import { connectCluster } from '../runtime/connect.ts';
import { FlagExit } from '../runtime/flags.ts';
import { startLog } from '../runtime/log-flags.ts';
import { createMetrics } from '../runtime/metrics.ts';
import { version } from '../runtime/version.ts';
import { startWebhook } from './server.ts';
import { readSettings, type Settings } from './settings.ts';

/** `certloom webhook`: runs until SIGTERM or SIGINT. */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await run(readSettings(args, env));
  } catch (error) {
    if (!(error instanceof FlagExit)) throw error;
    (error.exitCode === 0 ? process.stdout : process.stderr).write(error.message);
    process.exitCode = error.exitCode;
  }
}

async function run(settings: Settings): Promise<void> {
  const { kubeconfig, apiServerHost: master, pemLimits } = settings;
  limitPem(pemLimits);
  const log = startLog(settings.log);
  const metrics = createMetrics(systemClock, 'webhook');
  const connection = await connectCluster({
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(master !== undefined && { master }),
    userAgent: `certloom-webhook/${version}`,
    fieldManager: 'certloom-webhook',
    onCall: metrics.apiCalled,
  });
  const server = await startWebhook(settings, { connection, log, metrics, clock: systemClock });
  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, resolve);
  });
  log.info({ signal }, 'Stopping');
  await server.stop();
  await connection.close();
  log.info({}, 'Stopped');
}
