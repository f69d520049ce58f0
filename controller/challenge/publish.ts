import { fetch } from 'undici';

import type { Challenge } from '../../api/challenge/challenge.ts';
import { TerminalFailure } from '../../api/failure.ts';
import type { Dns01Solver } from '../../api/issuer/issuer.ts';
import type { DnsProvider, ProviderTools, TxtRecord } from '../../dns/provider.ts';
import type { BuiltInProviders } from '../../dns/providers/index.ts';
import type { DnsView } from '../../dns/resolver.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Cluster } from '../../runtime/cluster.ts';
import type { Log } from '../../runtime/log.ts';
import { readSecretValue } from '../secret-value.ts';
import { serviceAccountToken } from '../service-account-token.ts';
import type { Settings } from '../settings.ts';
import type { ChallengeMetrics } from './metrics.ts';
import { recordPlace } from './record-name.ts';
import { callWebhook } from './webhook.ts';

export interface PublishTools {
  readonly cluster: Pick<Cluster, 'get' | 'request'>;
  readonly view: DnsView;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: Settings;
  readonly metrics: Pick<ChallengeMetrics, 'answered'>;
  readonly providers: BuiltInProviders;
}

/** As the members of `dns01` are named, in the order in which upstream looks for them. */
const providerNames = [
  'webhook',
  'rfc2136',
  'akamai',
  'cloudDNS',
  'cloudflare',
  'digitalocean',
  'route53',
  'azureDNS',
  'acmeDNS',
] as const satisfies readonly (keyof Dns01Solver)[];

const timeoutMilliseconds = 60_000;

/** Publishes the value of a Challenge or takes it away; both can be repeated. @throws {Failure} */
export async function publish(
  tools: PublishTools,
  action: 'present' | 'cleanUp',
  challenge: Challenge,
): Promise<void> {
  const { spec } = challenge;
  const dns01 = spec.solver.dns01 ?? {};
  const name = providerNames.find((one) => dns01[one] !== undefined);
  const signal = AbortSignal.timeout(timeoutMilliseconds);
  const place = await recordPlace(tools.view, spec, signal);
  const credentials = credentialsOf(tools.settings, challenge);
  if (dns01.webhook !== undefined) {
    const call = { ...place, ...credentials, dnsName: spec.dnsName, key: spec.key };
    const words = { present: 'Present', cleanUp: 'CleanUp' } as const;
    return callWebhook(tools.cluster, dns01.webhook, { ...call, action: words[action] });
  }
  const providers: Readonly<Record<string, DnsProvider<unknown>>> = tools.providers;
  const provider = providers[name ?? ''];
  if (provider === undefined) throw unsupported(name, tools.providers);
  const record: TxtRecord = { ...place, value: spec.key };
  await provider[action](record, provider.readConfig(dns01[name ?? 'rfc2136']), {
    ...providerTools(tools, credentials),
    signal,
  });
}

interface Credentials {
  /** Where the solver's Secrets are. */
  readonly resourceNamespace: string;
  readonly allowAmbientCredentials: boolean;
}

function credentialsOf(settings: Settings, { metadata, spec }: Challenge): Credentials {
  return spec.issuerRef.kind === 'ClusterIssuer'
    ? {
        resourceNamespace: settings.clusterResourceNamespace,
        allowAmbientCredentials: settings.clusterIssuerAmbientCredentials,
      }
    : {
        resourceNamespace: metadata.namespace ?? '',
        allowAmbientCredentials: settings.issuerAmbientCredentials,
      };
}

function providerTools(
  { cluster, clock, log, metrics }: PublishTools,
  { resourceNamespace, allowAmbientCredentials }: Credentials,
): Omit<ProviderTools, 'signal'> {
  return {
    clock,
    log,
    fetch,
    observe: metrics.answered,
    allowAmbientCredentials,
    serviceAccounts: {
      namespace: resourceNamespace,
      token: (account) =>
        serviceAccountToken(cluster, { namespace: resourceNamespace, ...account }, 'ServiceAccountToken'),
    },
    readSecret: async ({ name, key }) => {
      const value = await readSecretValue(cluster, { namespace: resourceNamespace, name, key });
      return value.toString();
    },
  };
}

function unsupported(name: string | undefined, providers: BuiltInProviders): TerminalFailure {
  const served = Object.keys(providers).join(', ');
  if (name === undefined)
    return new TerminalFailure('InvalidSolverConfig', 'The dns01 solver names no provider');
  return new TerminalFailure(
    'UnsupportedSolver',
    `The DNS01 provider "${name}" is not served by this edition: use ${served} or a webhook solver, or delegate _acme-challenge by a CNAME to a zone that one of them serves (cnameStrategy: Follow)`,
  );
}
