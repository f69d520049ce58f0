import type { createFacts, Turns } from '../../vendor-api/memory.ts';
import type { Refusal } from '../../vendor-api/refusal.ts';
import type { Route53Client } from './client.ts';
import { plainName } from './txt.ts';
import { bareZoneId } from './zone-id.ts';
import { childOf, textAt } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Ids of the account's hosted zones; requests about records need them. */
export interface Zones {
  /** @returns the refusal `notOurZone` when the account has no public one of that name */
  idOf(zone: string): Promise<{ readonly ok: true; readonly id: string; readonly known: boolean } | Refusal>;
  /** The zone was deleted, and perhaps created anew, under another id. */
  forget(zone: string): void;
}

export type KnownZones = ReturnType<typeof createFacts<string>>;

/** The one that the Issuer names, whatever DNS says: the key need not be allowed to list any. */
export function namedZone(id: string): Zones {
  return {
    idOf: () => Promise.resolve({ ok: true, id, known: false }),
    forget: () => undefined,
  };
}

/** What all calls of the provider know of zones, and how they wait for each other. */
export interface SharedZones {
  readonly known: KnownZones;
  /** Many that begin at once ask for a zone once. */
  readonly turns: Turns;
}

/** @param account whose zones they are */
export function accountZones(client: Route53Client, { known, turns }: SharedZones, account: string): Zones {
  const keyOf = (zone: string): string => `${account} ${zone}`;
  async function lookUp(zone: string): ReturnType<Zones['idOf']> {
    const kept = known.get(keyOf(zone));
    if (kept !== undefined) return { ok: true, id: kept, known: true };
    const outcome = await client.ask({
      action: 'ListHostedZonesByName',
      method: 'GET',
      path: '/hostedzonesbyname',
      query: { dnsname: `${zone}.` },
    });
    if (!outcome.ok) return outcome;
    const id = publicZone(outcome.root, zone);
    if (id === undefined) return notOurs(zone);
    known.set(keyOf(zone), id);
    return { ok: true, id, known: false };
  }

  return {
    idOf: (zone) => turns.inTurn(keyOf(zone), () => lookUp(zone)),
    forget: (zone) => void known.delete(keyOf(zone)),
  };
}

/** The list begins with the zones of that name; private ones are seen by no CA. Of several public ones the first. */
function publicZone(root: XmlElement, name: string): string | undefined {
  const zones = childOf(root, 'HostedZones')?.children ?? [];
  const zone = zones.find(
    (one) => plainName(textAt(one, 'Name')) === name && textAt(one, 'Config', 'PrivateZone') !== 'true',
  );
  return zone && (bareZoneId(textAt(zone, 'Id')) || undefined);
}

function notOurs(zone: string): Refusal {
  const message = `The account has no public hosted zone ${zone}.`;
  return { ok: false, code: 'no zone', message, meaning: 'notOurZone' };
}
