import { Registry } from '@prometheus-io/client';
import { fetch } from 'undici';
import { createCallMetrics } from '../../dns-solver/call-metrics.ts';
import type { AppOptions } from '../../dns-solver/app.ts';
import type { Identity } from '../../dns-solver/identity.ts';
import { solverOf } from '../../dns-solver/solvers.ts';
import type { DnsProvider } from '../../dns/provider.ts';
import { createHealth } from '../../runtime/health.ts';
import { silentLog } from '../../runtime/log.ts';
import { ManualClock } from './manual-clock.ts';

/** Whom the gate of {@link solverAppOptions} takes everybody for. */
const manager: Identity = { username: 'cert-manager', groups: ['system:authenticated'], extra: {} };

/** A provider that does nothing, unless told what to do. */
export function fakeProvider(changes: Partial<DnsProvider<unknown>> = {}): DnsProvider<unknown> {
  return {
    name: 'fake',
    configSchema: {},
    readConfig: (raw) => raw,
    present: () => Promise.resolve(),
    cleanUp: () => Promise.resolve(),
    ...changes,
  };
}

/** An extension API server that lets everybody in, with these providers and one group. */
export function solverAppOptions(
  providers: readonly DnsProvider<unknown>[],
  changes: Partial<AppOptions> = {},
): AppOptions {
  const clock = new ManualClock();
  const solvers = providers.map(solverOf);
  return {
    groups: ['acme.dnspod.com'],
    solvers,
    gate: () => Promise.resolve(manager),
    health: createHealth(),
    tools: { clock, log: silentLog, fetch, readSecretIn: () => () => Promise.resolve('s3cr3t') },
    limits: { reading: 4, changing: 4 },
    metrics: createCallMetrics(
      new Registry(),
      solvers.map(({ name }) => name),
    ),
    serveMetrics: (_, response) => void response.end('up 1\n'),
    clock,
    log: silentLog,
    version: '1.2.3',
    ...changes,
  };
}
