import type { TxtRecord } from '../../provider.ts';
import { memberOf, rowsOf, textOf } from '../../vendor-api/json.ts';
import { asciiName } from '../../vendor-api/names.ts';
import { idsOnPages, isSameRecord } from '../../vendor-api/pages.ts';
import type { Refusal } from '../../vendor-api/refusal.ts';
import type { Created, Found, Place, RecordApi } from '../../vendor-api/session.ts';
import type { AlidnsClient } from './client.ts';

/** The shortest TTL that the free edition allows. */
const freeMinimumTtlSeconds = 600;

/** The most that the API allows. */
const pageSize = 100;

/** TXT records on the default line. */
export function alidnsRecords(client: AlidnsClient, record: TxtRecord, ttlSeconds: number): RecordApi {
  return {
    listsLag: true,
    async create(place) {
      const outcome = await createRecord(client, record, place, ttlSeconds);
      const tooShort = !outcome.ok && outcome.meaning === 'ttlTooLow' && ttlSeconds < freeMinimumTtlSeconds;
      return tooShort ? createRecord(client, record, place, freeMinimumTtlSeconds) : outcome;
    },
    find: (place) => findRecords(client, record, place),
    async remove(_, id) {
      const outcome = await client.ask('DeleteDomainRecord', { RecordId: id });
      return outcome.ok ? { ok: true } : outcome;
    },
  };
}

async function createRecord(
  client: AlidnsClient,
  record: TxtRecord,
  place: Place,
  ttlSeconds: number,
): Promise<Created | Refusal> {
  const outcome = await client.ask('AddDomainRecord', {
    DomainName: place.zone,
    RR: place.subDomain,
    Type: 'TXT',
    Value: record.value,
    TTL: String(ttlSeconds),
  });
  if (!outcome.ok) return outcome;
  const id = textOf(outcome.answer['RecordId']);
  return { ok: true, id: id === '' ? undefined : id };
}

function findRecords(client: AlidnsClient, record: TxtRecord, place: Place): Promise<Found | Refusal> {
  return idsOnPages(
    async (page) => {
      const outcome = await client.ask('DescribeSubDomainRecords', {
        SubDomain: asciiName(record.fqdn),
        DomainName: place.zone,
        Type: 'TXT',
        PageNumber: String(page),
        PageSize: String(pageSize),
      });
      if (!outcome.ok) return outcome;
      const { DomainRecords: records, TotalCount: total } = outcome.answer;
      return { ok: true, rows: rowsOf(memberOf(records, 'Record')), total: Number(total) };
    },
    (row) => {
      const listed = { type: row['Type'], name: row['RR'], value: row['Value'] };
      return isSameRecord(listed, place.subDomain, record.value) ? textOf(row['RecordId']) : undefined;
    },
  );
}
