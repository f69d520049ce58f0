import type { DnsProvider } from '../../provider.ts';
import { createFacts, createTurns } from '../../vendor-api/memory.ts';
import { vendorProvider } from '../../vendor-api/provider.ts';
import { createRoute53Client, route53 } from './client.ts';
import { route53ConfigSchema } from './config.schema.ts';
import { readRoute53Config } from './config.ts';
import type { Route53Config } from './config.ts';
import type { AmbientOptions } from './credentials/ambient-options.ts';
import { createKeyCache } from './credentials/key-cache.ts';
import { openKeys } from './credentials/key-source.ts';
import { placeOf } from './places.ts';
import type { Addresses } from './places.ts';
import { route53Records } from './records.ts';
import { accountZones, namedZone } from './zones.ts';

/** Settings of the process, never of an Issuer. The addresses are those of AWS when left out. */
export interface Route53Options extends Addresses, AmbientOptions {
  /** From 0 to 1; spreads retries. `Math.random` when left out. */
  readonly random?: () => number;
}

/** Amazon Route 53, with the Issuers that people already have. */
export function createRoute53Provider(options: Route53Options = {}): DnsProvider<Route53Config> {
  const known = createFacts<string>();
  const turns = createTurns();
  const cache = createKeyCache();
  const { environment = {} } = options;
  const here = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || undefined;
  return vendorProvider<Route53Config>({
    name: 'route53',
    vendor: route53,
    configSchema: route53ConfigSchema,
    readConfig: readRoute53Config,
    random: options.random,
    async openAccount(config, record, call) {
      const ours = config.origin.from === 'surroundings' ? (here ?? config.region) : config.region;
      const place = placeOf(ours, options);
      const keys = await openKeys(config, call.tools, { place, cache, ambient: options });
      const client = createRoute53Client(call, { place, keys });
      const { hostedZoneId } = config;
      const zones =
        hostedZoneId === undefined
          ? accountZones(client, { known, turns }, keys.name)
          : namedZone(hostedZoneId);
      return { name: keys.name, api: route53Records({ client, zones, turns }, record) };
    },
  });
}
