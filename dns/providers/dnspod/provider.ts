import type { DnsProvider } from '../../provider.ts';
import { failureFromRefusal, meaningOf } from './classify.ts';
import { removeValue } from './clean-up.ts';
import { dnspodConfigSchema } from './config.schema.ts';
import { readDnspodConfig } from './config.ts';
import type { DnspodConfig } from './config.ts';
import { createMemory } from './memory.ts';
import { asciiName } from './names.ts';
import { createRecord, createdId } from './records.ts';
import { openSession } from './session.ts';
import type { DnspodOptions, Session } from './session.ts';
import { inZone } from './zone-search.ts';

/** DNSPod (Tencent Cloud) by its API 3.0, with the Issuers that people already have. */
export function createDnspodProvider(options: DnspodOptions = {}): DnsProvider<DnspodConfig> {
  const memory = createMemory();
  const provider = { options, memory };
  return {
    name: 'dnspod',
    configSchema: dnspodConfigSchema,
    readConfig: readDnspodConfig,
    async present(record, config, tools) {
      const session = await openSession({ record, config }, tools, provider);
      const key = keyOf(session);
      await memory.inTurn(key, () => publish(session, key));
    },
    async cleanUp(record, config, tools) {
      const session = await openSession({ record, config }, tools, provider);
      const key = keyOf(session);
      await memory.inTurn(key, () => removeValue(session, key));
    },
  };
}

/** The refusal of a second copy is what makes this repeatable: a look at the list before would prove nothing. */
async function publish(session: Session, key: string): Promise<void> {
  const outcome = await inZone(session, (place) => createRecord(session, place));
  const recordId = createdId(outcome);
  if (recordId !== undefined) session.memory.records.set(key, { zone: outcome.place.zone, recordId });
  if (outcome.ok || meaningOf(outcome.code) === 'exists') return;
  throw failureFromRefusal(`create the TXT record of ${session.record.fqdn}`, outcome);
}

function keyOf({ account, record }: Session): string {
  return [account, asciiName(record.fqdn), record.value].join(' ');
}
