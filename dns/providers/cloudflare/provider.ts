import { createHash } from 'node:crypto';
import type { DnsProvider, ProviderTools } from '../../provider.ts';
import { createFacts } from '../../vendor-api/memory.ts';
import { vendorProvider } from '../../vendor-api/provider.ts';
import { readSecretText } from '../../vendor-api/secret-text.ts';
import { cloudflare, createCloudflareClient } from './client.ts';
import type { CloudflareCredentials } from './client.ts';
import { cloudflareConfigSchema } from './config.schema.ts';
import { readCloudflareConfig } from './config.ts';
import type { CloudflareConfig } from './config.ts';
import { cloudflareRecords } from './records.ts';
import { accountZones } from './zones.ts';

/** Settings of the process, never of an Issuer. */
export interface CloudflareOptions {
  /** `https://api.cloudflare.com/client/v4` when left out. */
  readonly endpoint?: string;
  /** From 0 to 1; spreads retries. `Math.random` when left out. */
  readonly random?: () => number;
}

const usualEndpoint = 'https://api.cloudflare.com/client/v4';

/** Cloudflare, with the Issuers that people already have. */
export function createCloudflareProvider(options: CloudflareOptions = {}): DnsProvider<CloudflareConfig> {
  const zones = createFacts<string>();
  const url = new URL(options.endpoint ?? usualEndpoint);
  return vendorProvider<CloudflareConfig>({
    name: 'cloudflare',
    vendor: cloudflare,
    configSchema: cloudflareConfigSchema,
    readConfig: readCloudflareConfig,
    random: options.random,
    async openAccount(config, record, call) {
      const credentials = await readCredentials(config, call.tools);
      const account = nameOf(credentials);
      const client = createCloudflareClient(call, { url, credentials, account });
      const api = cloudflareRecords(client, accountZones(client, zones, account), record);
      return { name: account, api };
    },
  });
}

async function readCredentials(
  config: CloudflareConfig,
  tools: ProviderTools,
): Promise<CloudflareCredentials> {
  if ('tokenRef' in config) return { token: await readSecretText(config.tokenRef, tools) };
  return { email: config.email, key: await readSecretText(config.keyRef, tools) };
}

/** A token names no account, so its digest does. */
function nameOf(credentials: CloudflareCredentials): string {
  if ('email' in credentials) return credentials.email;
  return createHash('sha256').update(credentials.token).digest('hex');
}
