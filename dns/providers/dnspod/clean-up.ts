import { TransientFailure } from '../../../api/failure.ts';
import { wait } from '../../../runtime/clock.ts';
import { failureFromRefusal, meaningOf, passesByItself } from './classify.ts';
import type { Refusal } from './classify.ts';
import { createRecord, createdId, deleteRecord, findRecords } from './records.ts';
import type { Session } from './session.ts';
import { inZone, isElsewhere } from './zone-search.ts';
import type { Place } from './zone-search.ts';

/** The list lags by up to 30 s; looking more often than this brings nothing. */
const relistSeconds = 4;

/**
 * Removes the value, and is sure of it: by the id that came back when it was created, else by value from the list. When
 * neither finds it, the list may only lag (another replica may have created the record a moment ago), so the record is
 * created once more: DNSPod refuses what exists, whatever its lists show, and what it does create has an id to delete.
 */
export async function removeValue(session: Session, key: string): Promise<void> {
  if (await removeRemembered(session, key)) return;
  let listed = { removed: 0 };
  const outcome = await inZone(session, async (place) => {
    const { outcome, recordIds } = await findRecords(session, place);
    listed = { removed: await removeAll(session, place, recordIds) };
    return outcome;
  });
  if (isElsewhere(outcome)) {
    session.tools.log.warn(
      { fqdn: session.record.fqdn },
      'The account has no zone for the name, so nothing is to be removed',
    );
    return;
  }
  if (!outcome.ok && meaningOf(outcome.code) !== 'absent') throw failed(session, outcome);
  if (listed.removed === 0) await removeUnlisted(session, outcome.place);
}

/** @returns whether there was such a record; an id that DNSPod does not know any more proves nothing */
async function removeRemembered(session: Session, key: string): Promise<boolean> {
  const known = session.memory.records.get(key);
  if (!known) return false;
  const removed = await remove(session, known.zone, known.recordId);
  session.memory.records.delete(key);
  return removed;
}

async function removeUnlisted(session: Session, place: Place): Promise<void> {
  const probe = await createRecord(session, place);
  const recordId = createdId(probe);
  if (recordId !== undefined) return void (await remove(session, place.zone, recordId));
  const meaning = probe.ok ? 'exists' : meaningOf(probe.code);
  if (probe.ok || meaning === 'exists') return removeOnceListed(session, place);
  if (passesByItself(meaning)) throw failed(session, probe);
  session.tools.log.info(
    { zone: place.zone, code: probe.code },
    'DNSPod lists no such record and would take none',
  );
}

async function removeOnceListed(session: Session, place: Place): Promise<void> {
  const { client, tools, record } = session;
  while (client.hasTimeFor(relistSeconds)) {
    await wait(tools.clock, relistSeconds, tools.signal);
    tools.signal.throwIfAborted();
    const { outcome, recordIds } = await findRecords(session, place);
    if (!outcome.ok && meaningOf(outcome.code) !== 'absent') throw failed(session, outcome);
    if ((await removeAll(session, place, recordIds)) > 0) return;
  }
  throw new TransientFailure(
    'DnspodListLags',
    `DNSPod has a TXT record of ${record.fqdn} that its list does not show yet; it will be removed when it does`,
  );
}

/** @returns how many of them were there */
async function removeAll(session: Session, place: Place, recordIds: readonly number[]): Promise<number> {
  let removed = 0;
  for (const recordId of recordIds) if (await remove(session, place.zone, recordId)) removed += 1;
  return removed;
}

/** @returns whether it was there */
async function remove(session: Session, zone: string, recordId: number): Promise<boolean> {
  const outcome = await deleteRecord(session, zone, recordId);
  if (outcome.ok) return true;
  if (meaningOf(outcome.code) === 'absent' || isElsewhere(outcome)) return false;
  throw failed(session, outcome);
}

function failed({ record }: Session, refusal: Refusal): Error {
  return failureFromRefusal(`remove the TXT record of ${record.fqdn}`, refusal);
}
