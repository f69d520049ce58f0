import type { DnsProvider } from '../../provider.ts';
import { createFacts } from '../../vendor-api/memory.ts';
import type { Account } from '../../vendor-api/provider.ts';
import { vendorProvider } from '../../vendor-api/provider.ts';
import { createAmbientCredentials } from './ambient/credentials.ts';
import type { AmbientOptions } from './ambient/credentials.ts';
import { createDnspodClient } from './api/client.ts';
import { dnspodRecords } from './api/records.ts';
import { ttlFloors } from './api/ttl-floor.ts';
import { dnspodConfigSchema } from './config.schema.ts';
import { readDnspodConfig } from './config.ts';
import type { DnspodConfig } from './config.ts';
import { readCredentials } from './credentials.ts';
import { createLoginGuard } from './legacy/login-guard.ts';
import { openLegacyAccount } from './legacy/records.ts';
import { dnspod } from './vendor.ts';

/** Settings of the process, never of an Issuer. */
export interface DnspodOptions {
  /** Where API 3.0 is, for Issuers that name no endpoint: `https://dnspod.tencentcloudapi.com` when left out. */
  readonly endpoint?: string;
  /** Where the old API is: `https://dnsapi.cn` when left out. */
  readonly legacyEndpoint?: string;
  /** Where the machine's and the pod's credentials come from. */
  readonly ambient?: AmbientOptions;
  /** From 0 to 1; spreads retries. `Math.random` when left out. */
  readonly random?: () => number;
}

const mainland = 'https://dnspod.tencentcloudapi.com';
const legacyMainland = 'https://dnsapi.cn';

/** DNSPod (Tencent Cloud) by its API 3.0 and its old one, with the Issuers that people already have. */
export function createDnspodProvider(options: DnspodOptions = {}): DnsProvider<DnspodConfig> {
  const floors = createFacts<number>();
  const guard = createLoginGuard();
  const ambient = createAmbientCredentials(options.ambient);
  return vendorProvider<DnspodConfig>({
    name: 'dnspod',
    vendor: dnspod,
    configSchema: dnspodConfigSchema,
    readConfig: readDnspodConfig,
    random: options.random,
    async openAccount(config, record, call): Promise<Account> {
      const wanted = { record, ttlSeconds: config.ttlSeconds, recordLine: config.recordLine };
      if (config.api === 'legacy') {
        const url = urlOf(config.endpointHost, options.legacyEndpoint ?? legacyMainland);
        return openLegacyAccount({ url, config, wanted, guard }, call);
      }
      const url = urlOf(config.endpointHost, options.endpoint ?? mainland);
      const credentials = await readCredentials(config.key, call.tools, ambient);
      const whose = config.key.from === 'surroundings' ? 'this machine' : credentials.secretId;
      const account = `${url.host} ${whose}`;
      const client = createDnspodClient(call, { url, credentials, account });
      const api = dnspodRecords(client, wanted, ttlFloors(floors, account, call.tools.log), call);
      return { name: account, api };
    },
  });
}

function urlOf(host: string | undefined, usual: string): URL {
  return new URL(host === undefined ? usual : `https://${host}`);
}
