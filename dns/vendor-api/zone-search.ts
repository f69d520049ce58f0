import { asciiName, possibleZones, relativeName } from './names.ts';
import type { Refusal } from './refusal.ts';
import type { Place, Session } from './session.ts';

export interface Placed<Answer> {
  readonly outcome: Answer | Refusal;
  readonly place: Place;
}

/**
 * Does something in the zone that DNS named. When that is none of the account's (a resolver that answers for `cn.` when
 * asked for a missing name, a zone that is hosted under its parent), does it in the longest zone of the account that the
 * name lies in. Zones are tried by doing it: that needs no permission to list any.
 *
 * @returns the outcome in the last zone that was tried; the refusal of the first one when the account has no other
 */
export async function inZone<Answer extends { readonly ok: true }>(
  session: Session,
  act: (place: Place) => Promise<Answer | Refusal>,
): Promise<Placed<Answer>> {
  const { record, memory, account } = session;
  const key = `${account} ${asciiName(record.fqdn)}`;
  const named = asciiName(memory.zones.get(key) ?? record.zone);
  let first: Placed<Answer> | undefined;
  for (const place of placesFor(record.fqdn, named)) {
    const outcome = await act(place);
    if (!isElsewhere(outcome) && (place.zone === named || !isOffLimits(outcome))) {
      if (place.zone !== named) memory.zones.set(key, place.zone);
      return { outcome, place };
    }
    first ??= { outcome, place };
  }
  return first ?? { outcome: nowhere(record.fqdn), place: { zone: '', subDomain: asciiName(record.fqdn) } };
}

/** Whether the vendor says that the zone is not one of the account's. */
export function isElsewhere(outcome: { readonly ok: true } | Refusal): boolean {
  return !outcome.ok && outcome.meaning === 'notOurZone';
}

/** Keys that may do something in some zones only are told that they may not, whether or not the zone exists. */
function isOffLimits(outcome: { readonly ok: true } | Refusal): boolean {
  return !outcome.ok && outcome.meaning === 'credentials';
}

function placesFor(fqdn: string, named: string): readonly Place[] {
  const zones = new Set([named, ...possibleZones(fqdn)]);
  return [...zones].flatMap((zone) => {
    const subDomain = relativeName(fqdn, zone);
    return subDomain === undefined ? [] : [{ zone, subDomain }];
  });
}

function nowhere(fqdn: string): Refusal {
  const message = `No account can have a zone for ${asciiName(fqdn)}.`;
  return { ok: false, code: 'NoZone', message, meaning: 'notOurZone' };
}
