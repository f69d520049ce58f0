import { TerminalFailure } from '../../../api/failure.ts';
import type { DnsProvider, ProviderTools, TxtRecord } from '../../provider.ts';
import { sendUpdate } from '../../update/client.ts';
import type { TxtChange } from '../../update/message.ts';
import type { TsigKey } from '../../update/tsig.ts';
import { rfc2136ConfigSchema } from './config.schema.ts';
import { readRfc2136Config } from './config.ts';
import type { Rfc2136Config } from './config.ts';

/** As upstream. */
const ttlSeconds = 60;

/** DNS UPDATE (RFC 2136): adding and removing one record are repeatable by the protocol itself. */
export function createRfc2136Provider(): DnsProvider<Rfc2136Config> {
  return {
    name: 'rfc2136',
    configSchema: rfc2136ConfigSchema,
    readConfig: readRfc2136Config,
    async present({ fqdn, value, zone }, config, tools) {
      await update({ zone, change: { do: 'add', fqdn, value, ttlSeconds } }, config, tools);
    },
    async cleanUp({ fqdn, value, zone }, config, tools) {
      await update({ zone, change: { do: 'remove', fqdn, value } }, config, tools);
    },
  };
}

async function update(
  wanted: { readonly zone: TxtRecord['zone']; readonly change: TxtChange },
  config: Rfc2136Config,
  tools: ProviderTools,
): Promise<void> {
  const key = await readKey(config.tsig, tools);
  const { endpoint, protocol } = config;
  tools.signal.throwIfAborted();
  await sendUpdate({ endpoint, protocol, zone: wanted.zone, key }, wanted.change, tools.clock.now());
}

async function readKey(tsig: Rfc2136Config['tsig'], tools: ProviderTools): Promise<TsigKey | undefined> {
  if (!tsig) return undefined;
  const text = (await tools.readSecret(tsig.secretRef)).replaceAll(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    throw new TerminalFailure(
      'InvalidTsigSecret',
      `Key "${tsig.secretRef.key}" of Secret "${tsig.secretRef.name}" is no TSIG secret: it must be base64, as tsig-keygen prints it`,
    );
  }
  return { name: tsig.keyName, algorithm: tsig.algorithm, secret: Buffer.from(text, 'base64') };
}
