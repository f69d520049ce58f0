import type { ApiCall } from '../../../vendor-api/patience.ts';
import { memberOf, rowsOf, textOf } from '../../../vendor-api/json.ts';
import type { Row } from '../../../vendor-api/json.ts';
import { idsOnPages, isSameRecord } from '../../../vendor-api/pages.ts';
import type { Refusal } from '../../../vendor-api/refusal.ts';
import type { Created, Found, Place, RecordApi } from '../../../vendor-api/session.ts';
import { defaultLine } from '../vendor.ts';
import { warnOfLine } from '../wanted.ts';
import type { WantedRecord } from '../wanted.ts';
import type { DnspodClient } from './client.ts';
import type { TtlFloors } from './ttl-floor.ts';

const pageSize = 500;

/** TXT records by API 3.0, with no other actions than creating, listing and deleting records, unless the TTL is too short. */
export function dnspodRecords(
  client: DnspodClient,
  wanted: WantedRecord,
  floors: TtlFloors,
  { tools }: Pick<ApiCall, 'tools'>,
): RecordApi {
  return {
    listsLag: true,
    async create(place) {
      const outcome = await createRecord(client, wanted, floors, place);
      if (outcome.ok) warnOfLine(tools.log, place, wanted);
      return outcome;
    },
    find: (place) => findRecords(client, wanted.record.value, place),
    async remove({ zone }, id) {
      const outcome = await client.ask('DeleteRecord', { Domain: zone, RecordId: Number(id) });
      return outcome.ok ? { ok: true } : outcome;
    },
  };
}

/** Creates the TXT record; with the plan's shortest TTL where the wanted one is too short for it. */
async function createRecord(
  client: DnspodClient,
  wanted: WantedRecord,
  floors: TtlFloors,
  place: Place,
): Promise<Created | Refusal> {
  const { record, recordLine } = wanted;
  const line =
    recordLine === undefined
      ? { RecordLine: defaultLine.name, RecordLineId: defaultLine.id }
      : { RecordLine: recordLine };
  const create = async (ttlSeconds: number | undefined): Promise<Created | Refusal> => {
    const outcome = await client.ask('CreateRecord', {
      Domain: place.zone,
      SubDomain: place.subDomain,
      RecordType: 'TXT',
      ...line,
      Value: record.value,
      TTL: ttlSeconds,
    });
    return outcome.ok ? { ok: true, id: createdId(outcome.answer) } : outcome;
  };
  const outcome = await create(floors.raise(place.zone, wanted.ttlSeconds));
  if (outcome.ok || outcome.meaning !== 'ttlTooLow') return outcome;
  return create(await floors.learn(client, place.zone, wanted.ttlSeconds));
}

function createdId(answer: Row): string | undefined {
  const id = Number(answer['RecordId']);
  return Number.isSafeInteger(id) ? String(id) : undefined;
}

/**
 * Lists the TXT records of exactly this name with exactly this value. The list lags: it may lack what was created within
 * the last 30 seconds and have what was deleted.
 */
function findRecords(client: DnspodClient, value: string, place: Place): Promise<Found | Refusal> {
  return idsOnPages(
    async (_, offset) => {
      const outcome = await client.ask('DescribeRecordList', {
        Domain: place.zone,
        Subdomain: place.subDomain,
        RecordType: 'TXT',
        ErrorOnEmpty: 'no',
        Offset: offset,
        Limit: pageSize,
      });
      if (!outcome.ok) return outcome;
      const { RecordList: list, RecordCountInfo: counts } = outcome.answer;
      return { ok: true, rows: rowsOf(list), total: Number(memberOf(counts, 'TotalCount')) };
    },
    (row) => {
      const listed = { type: row['Type'], name: row['Name'], value: row['Value'] };
      return isSameRecord(listed, place.subDomain, value) ? textOf(row['RecordId']) : undefined;
    },
  );
}
