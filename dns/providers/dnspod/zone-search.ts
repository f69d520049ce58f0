import { meaningOf } from './classify.ts';
import type { Outcome } from './envelope.ts';
import { asciiName, possibleZones, relativeName } from './names.ts';
import type { Session } from './session.ts';

/** A place for a record: a zone of the account and the name below it. */
export interface Place {
  /** Punycode, without a dot at the end. */
  readonly zone: string;
  /** `@` for the zone itself. */
  readonly subDomain: string;
}

export type PlacedOutcome = Outcome & { readonly place: Place };

/**
 * Does something in the zone that DNS named. When that is none of the account's (a resolver that answers for `cn.` when
 * asked for a missing name, a zone that is hosted under its parent), looks for the longest zone of the account that the
 * name lies in and does it there.
 *
 * @returns the outcome in the last zone that was tried; the refusal of the first one when the account has no other
 */
export async function inZone(
  session: Session,
  act: (place: Place) => Promise<Outcome>,
): Promise<PlacedOutcome> {
  const { record, memory, account } = session;
  const key = `${account} ${asciiName(record.fqdn)}`;
  const named = placeOf(record.fqdn, memory.zones.get(key) ?? record.zone);
  const first = named ? { ...(await act(named)), place: named } : undefined;
  if (first && !isElsewhere(first)) return first;
  const found = await searchAccount(session, named?.zone);
  if (found) {
    memory.zones.set(key, found.zone);
    return { ...(await act(found)), place: found };
  }
  return first ?? nowhere(session);
}

/** Whether DNSPod says that the zone is not one of the account's. */
export function isElsewhere(outcome: Outcome): boolean {
  return !outcome.ok && meaningOf(outcome.code) === 'notOurZone';
}

async function searchAccount(
  { client, record }: Session,
  tried: string | undefined,
): Promise<Place | undefined> {
  for (const zone of possibleZones(record.fqdn)) {
    const place = placeOf(record.fqdn, zone);
    if (zone === tried || !place) continue;
    const { ok } = await client.call('DescribeDomain', { Domain: zone });
    if (ok) return place;
  }
  return undefined;
}

function placeOf(fqdn: string, zone: string): Place | undefined {
  const subDomain = relativeName(fqdn, zone);
  return subDomain === undefined ? undefined : { zone: asciiName(zone), subDomain };
}

function nowhere({ record }: Session): PlacedOutcome {
  const message = `The account has no zone for ${asciiName(record.fqdn)}.`;
  const code = 'InvalidParameterValue.DomainNotExists';
  return {
    ok: false,
    code,
    message,
    place: { zone: asciiName(record.zone), subDomain: asciiName(record.fqdn) },
  };
}
