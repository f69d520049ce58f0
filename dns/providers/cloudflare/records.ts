import type { TxtRecord } from '../../provider.ts';
import { memberOf, rowsOf, textOf } from '../../vendor-api/json.ts';
import { asciiName } from '../../vendor-api/names.ts';
import { idsOnPages, isSameRecord } from '../../vendor-api/pages.ts';
import type { Refusal } from '../../vendor-api/refusal.ts';
import type { Found, RecordApi } from '../../vendor-api/session.ts';
import type { CloudflareClient } from './client.ts';
import type { Zones } from './zones.ts';

/** The shortest that every plan allows. */
const ttlSeconds = 60;
const pageSize = 100;

/** TXT records. Lists have at once what was created, so nothing has to be created to find out. */
export function cloudflareRecords(client: CloudflareClient, zones: Zones, record: TxtRecord): RecordApi {
  const name = asciiName(record.fqdn);
  return {
    listsLag: false,
    create: ({ zone }) =>
      inZoneOfId(zones, zone, async (path) => {
        const content = `"${record.value}"`; // without quotes the console warns
        const body = { type: 'TXT', name, content, ttl: ttlSeconds };
        const outcome = await client.ask({ action: 'create a record', method: 'POST', path, body });
        if (!outcome.ok) return outcome;
        const id = textOf(memberOf(outcome.result, 'id'));
        return { ok: true, id: id === '' ? undefined : id };
      }),
    find: ({ zone }) => inZoneOfId(zones, zone, (path) => findRecords(client, path, record)),
    remove: ({ zone }, id) =>
      inZoneOfId(zones, zone, async (path) => {
        const one = `${path}/${encodeURIComponent(id)}`;
        const outcome = await client.ask({ action: 'delete a record', method: 'DELETE', path: one });
        return outcome.ok ? { ok: true } : outcome;
      }),
  };
}

/**
 * Does something with the records of a zone; once more when the id that was remembered is not its id any more. Tokens
 * are told that they may not, whether or not there is such a zone.
 */
async function inZoneOfId<Answer extends { readonly ok: true }>(
  zones: Zones,
  zone: string,
  act: (path: string) => Promise<Answer | Refusal>,
): Promise<Answer | Refusal> {
  const found = await zones.idOf(zone);
  if (!found.ok) return found;
  const outcome = await act(`/zones/${encodeURIComponent(found.id)}/dns_records`);
  if (outcome.ok || !(outcome.meaning === 'notOurZone' || outcome.meaning === 'credentials')) return outcome;
  zones.forget(zone);
  return found.known ? inZoneOfId(zones, zone, act) : outcome;
}

function findRecords(client: CloudflareClient, path: string, record: TxtRecord): Promise<Found | Refusal> {
  const name = asciiName(record.fqdn);
  return idsOnPages(
    async (page) => {
      const query = { type: 'TXT', name, page: String(page), per_page: String(pageSize) };
      const outcome = await client.ask({ action: 'list records', method: 'GET', path, query });
      return outcome.ok ? { ok: true, rows: rowsOf(outcome.result), total: outcome.total } : outcome;
    },
    (row) => {
      const listed = { type: row['type'], name: row['name'], value: row['content'] };
      return isSameRecord(listed, name, record.value) ? textOf(row['id']) : undefined;
    },
  );
}
