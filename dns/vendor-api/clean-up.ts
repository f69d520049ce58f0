import { TransientFailure } from '../../api/failure.ts';
import { wait } from '../../runtime/clock.ts';
import { failureFromRefusal, passesByItself } from './refusal.ts';
import type { Refusal } from './refusal.ts';
import type { Place, Session } from './session.ts';
import { inZone, isElsewhere } from './zone-search.ts';

/** Lists lag by up to 30 s; looking more often than this brings nothing. */
const relistSeconds = 4;

/**
 * Removes the value, and is sure of it: by the id that came back when it was created, else by value from the list. When
 * neither finds it and lists lag (another replica may have created the record a moment ago), the record is created once
 * more: the vendor refuses what exists, whatever its lists show, and what it does create has an id to delete.
 */
export async function removeValue(session: Session, key: string): Promise<void> {
  if (await removeRemembered(session, key)) return;
  const { outcome, place } = await inZone(session, (place) => removeListed(session, place));
  if (outcome.ok) {
    if (outcome.removed === 0 && session.api.listsLag) await removeUnlisted(session, place);
  } else if (isElsewhere(outcome)) {
    session.tools.log.warn(
      { fqdn: session.record.fqdn },
      'The account has no zone for the name, so nothing is to be removed',
    );
  } else {
    throw failed(session, outcome);
  }
}

/** @returns whether there was such a record; an id that the vendor does not know any more proves nothing */
async function removeRemembered(session: Session, key: string): Promise<boolean> {
  const known = session.memory.records.get(key);
  if (!known) return false;
  const removed = await remove(session, known.zone, known.id);
  session.memory.records.delete(key);
  return removed;
}

/** @returns how many of the listed records were still there */
async function removeListed(
  session: Session,
  place: Place,
): Promise<{ readonly ok: true; readonly removed: number } | Refusal> {
  const found = await session.api.find(place);
  if (!found.ok) return found.meaning === 'absent' ? { ok: true, removed: 0 } : found;
  let removed = 0;
  for (const id of found.ids) if (await remove(session, place.zone, id)) removed += 1;
  return { ok: true, removed };
}

async function removeUnlisted(session: Session, place: Place): Promise<void> {
  const probe = await session.api.create(place);
  if (probe.ok && probe.id !== undefined) return void (await remove(session, place.zone, probe.id));
  if (probe.ok || probe.meaning === 'exists') return removeOnceListed(session, place);
  if (passesByItself(probe.meaning)) throw failed(session, probe);
  session.tools.log.info(
    { zone: place.zone, code: probe.code },
    'The DNS vendor lists no such record and would take none',
  );
}

async function removeOnceListed(session: Session, place: Place): Promise<void> {
  const { budget, tools, record, vendor } = session;
  while (budget.hasTimeFor(relistSeconds)) {
    await wait(tools.clock, relistSeconds, tools.signal);
    tools.signal.throwIfAborted();
    const outcome = await removeListed(session, place);
    if (!outcome.ok) throw failed(session, outcome);
    if (outcome.removed > 0) return;
  }
  throw new TransientFailure(
    `${vendor.word}ListLags`,
    `${vendor.label} has a TXT record of ${record.fqdn} that its list does not show yet; it will be removed when it does`,
  );
}

/** @returns whether it was there */
async function remove(session: Session, zone: string, id: string): Promise<boolean> {
  const outcome = await session.api.remove({ zone }, id);
  if (outcome.ok) return true;
  if (outcome.meaning === 'absent' || isElsewhere(outcome)) return false;
  throw failed(session, outcome);
}

function failed({ vendor, record }: Session, refusal: Refusal): Error {
  return failureFromRefusal(vendor, `remove the TXT record of ${record.fqdn}`, refusal);
}
