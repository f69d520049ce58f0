import { failureFromRefusal } from './refusal.ts';
import type { Session } from './session.ts';
import { inZone } from './zone-search.ts';

/**
 * Creates the record. The refusal of a second copy is what makes this repeatable: a look at a list before would prove
 * nothing.
 */
export async function publishValue(session: Session, key: string): Promise<void> {
  const { outcome, place } = await inZone(session, (place) => session.api.create(place));
  if (outcome.ok) {
    if (outcome.id !== undefined) session.memory.records.set(key, { zone: place.zone, id: outcome.id });
  } else if (outcome.meaning !== 'exists') {
    throw failureFromRefusal(session.vendor, `create the TXT record of ${session.record.fqdn}`, outcome);
  }
}
