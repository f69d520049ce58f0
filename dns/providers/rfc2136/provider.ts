import { Failure, TerminalFailure } from '../../../api/failure.ts';
import { absoluteName } from '../../name.ts';
import type { DnsProvider, ProviderTools, TxtRecord } from '../../provider.ts';
import { sendUpdate } from '../../update/client.ts';
import type { TxtChange } from '../../update/message.ts';
import type { UpdateTarget } from '../../update/target.ts';
import type { TsigKey } from '../../update/tsig.ts';
import { possibleZones } from '../../vendor-api/names.ts';
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
    async present(record, config, tools) {
      const { fqdn, value } = record;
      await update(record, { do: 'add', fqdn, value, ttlSeconds }, config, tools);
    },
    async cleanUp(record, config, tools) {
      const { fqdn, value } = record;
      await update(record, { do: 'remove', fqdn, value }, config, tools);
    },
  };
}

/** In the zone that DNS named; when the server has no such zone, in the longest one of its own that the name lies in. */
async function update(
  { fqdn, zone }: TxtRecord,
  change: TxtChange,
  config: Rfc2136Config,
  tools: ProviderTools,
): Promise<void> {
  const key = await readKey(config.tsig, tools);
  const { endpoint, protocol } = config;
  let first: Failure | undefined;
  for (const one of new Set([absoluteName(zone), ...possibleZones(fqdn).map(absoluteName)])) {
    tools.signal.throwIfAborted();
    const failure = await send({ endpoint, protocol, zone: one, key }, change, tools);
    if (failure === undefined) return;
    if (failure.reason !== 'DnsUpdateZoneNotFound') throw failure;
    first ??= failure;
  }
  throw first ?? new TypeError('there is always a zone to try');
}

/** @returns what went wrong */
async function send(
  target: UpdateTarget,
  change: TxtChange,
  { clock, observe }: ProviderTools,
): Promise<Failure | undefined> {
  const failure = await sendUpdate(target, change, clock.now()).then(() => undefined, onlyFailure);
  observe?.({ vendor: 'RFC 2136', action: change.do, code: failure?.reason ?? 'ok' });
  return failure;
}

function onlyFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
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
