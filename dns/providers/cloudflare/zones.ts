import { rowsOf, textOf } from '../../vendor-api/json.ts';
import type { createFacts } from '../../vendor-api/memory.ts';
import type { Refusal } from '../../vendor-api/refusal.ts';
import type { CloudflareClient } from './client.ts';

/** Ids of the account's zones; requests about records need them. */
export interface Zones {
  /** @returns the refusal `notOurZone` when the account has none of that name */
  idOf(zone: string): Promise<{ readonly ok: true; readonly id: string; readonly known: boolean } | Refusal>;
  /** The zone was removed, and perhaps added anew, under another id. */
  forget(zone: string): void;
}

export type KnownZones = ReturnType<typeof createFacts<string>>;

/** @param account whose zones they are: ids are kept for all calls of the provider */
export function accountZones(client: CloudflareClient, known: KnownZones, account: string): Zones {
  const keyOf = (zone: string): string => `${account} ${zone}`;
  return {
    async idOf(zone) {
      const kept = known.get(keyOf(zone));
      if (kept !== undefined) return { ok: true, id: kept, known: true };
      const query = { name: zone, per_page: '50' };
      const outcome = await client.ask({ action: 'list zones', method: 'GET', path: '/zones', query });
      if (!outcome.ok) return outcome;
      const id = pick(outcome.result);
      if (id === undefined) return notOurs(zone);
      known.set(keyOf(zone), id);
      return { ok: true, id, known: false };
    },
    forget: (zone) => void known.delete(keyOf(zone)),
  };
}

/** Of zones with the same name (moved from one account to another) only one is active. */
function pick(result: unknown): string | undefined {
  const zones = rowsOf(result);
  const zone = zones.find((one) => one['status'] === 'active') ?? zones[0];
  return zone && (textOf(zone['id']) || undefined);
}

function notOurs(zone: string): Refusal {
  const message = `The account has no zone ${zone}, or the token may not see it.`;
  return { ok: false, code: 'no zone', message, meaning: 'notOurZone' };
}
