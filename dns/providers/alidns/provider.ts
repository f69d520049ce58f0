import { randomUUID } from 'node:crypto';
import type { DnsProvider } from '../../provider.ts';
import { vendorProvider } from '../../vendor-api/provider.ts';
import { readSecretText } from '../../vendor-api/secret-text.ts';
import { alidns, createAlidnsClient } from './client.ts';
import { alidnsConfigSchema } from './config.schema.ts';
import { readAlidnsConfig } from './config.ts';
import type { AlidnsConfig } from './config.ts';
import { alidnsRecords } from './records.ts';

/** Settings of the process, never of an Issuer. */
export interface AlidnsOptions {
  /** For Issuers that name no endpoint: `https://alidns.aliyuncs.com` when left out. */
  readonly endpoint?: string;
  /** From 0 to 1; spreads retries. `Math.random` when left out. */
  readonly random?: () => number;
}

const usualEndpoint = 'https://alidns.aliyuncs.com';

/** Alibaba Cloud DNS (alidns), with the Issuers that people already have. */
export function createAlidnsProvider(options: AlidnsOptions = {}): DnsProvider<AlidnsConfig> {
  return vendorProvider<AlidnsConfig>({
    name: 'alidns',
    vendor: alidns,
    configSchema: alidnsConfigSchema,
    readConfig: readAlidnsConfig,
    random: options.random,
    async openAccount(config, record, call) {
      const { keyId, keySecretRef, ttlSeconds, endpointHost } = config;
      const url = new URL(
        endpointHost === undefined ? (options.endpoint ?? usualEndpoint) : `https://${endpointHost}`,
      );
      const [id, secret] = await Promise.all([
        'literal' in keyId ? keyId.literal : readSecretText(keyId, call.tools),
        readSecretText(keySecretRef, call.tools),
      ]);
      const account = `${url.host} ${id}`;
      const client = createAlidnsClient(call, { url, key: { id, secret }, account, nonce: randomUUID });
      return { name: account, api: alidnsRecords(client, record, ttlSeconds) };
    },
  });
}
