import { memberOf, rowsOf, textOf } from '../../../vendor-api/json.ts';
import { idsOnPages, isSameRecord } from '../../../vendor-api/pages.ts';
import type { ApiCall } from '../../../vendor-api/patience.ts';
import type { Account } from '../../../vendor-api/provider.ts';
import type { Refusal } from '../../../vendor-api/refusal.ts';
import { readSecretText } from '../../../vendor-api/secret-text.ts';
import type { Created, Found, Place, RecordApi } from '../../../vendor-api/session.ts';
import type { DnspodConfig } from '../config.ts';
import { defaultLine, freeMinimumTtlSeconds } from '../vendor.ts';
import { warnOfLine } from '../wanted.ts';
import type { WantedRecord } from '../wanted.ts';
import { createLegacyClient } from './client.ts';
import type { LegacyClient } from './client.ts';
import type { LoginGuard } from './login-guard.ts';

interface LegacyAccountOptions {
  readonly url: URL;
  readonly config: Extract<DnspodConfig, { readonly api: 'legacy' }>;
  readonly wanted: WantedRecord;
  readonly guard: LoginGuard;
}

/** @throws {TerminalFailure} whatever reading the Secret throws */
export async function openLegacyAccount(
  { url, config, wanted, guard }: LegacyAccountOptions,
  call: ApiCall,
): Promise<Account> {
  const { tokenId, tokenRef } = config;
  const token = await readSecretText(tokenRef, call.tools);
  const account = `${url.host} ${tokenId}`;
  const { zone } = wanted.record;
  const client = createLegacyClient(call, { url, tokenId, token, account, zone, guard });
  return { name: account, api: legacyRecords(client, wanted, call) };
}

const pageSize = 500;

/** TXT records by the old API. */
function legacyRecords(
  client: LegacyClient,
  wanted: WantedRecord,
  { tools }: Pick<ApiCall, 'tools'>,
): RecordApi {
  const find = (place: Place): Promise<Found | Refusal> => findRecords(client, wanted.record.value, place);
  return {
    listsLag: true,
    find,
    async create(place) {
      const outcome = await createRecord(client, wanted, place);
      if (outcome.ok) warnOfLine(tools.log, place, wanted);
      return outcome.ok || outcome.meaning !== 'permanent'
        ? outcome
        : existsAfterAll(outcome, await find(place));
    },
    async remove({ zone }, id) {
      const outcome = await client.ask('Record.Remove', { domain: zone, record_id: id });
      return outcome.ok ? { ok: true } : outcome;
    },
  };
}

/** Which number a second copy is refused with is not documented; the list shows what is there. */
function existsAfterAll(refusal: Refusal, found: Found | Refusal): Refusal {
  return found.ok && found.ids.length > 0 ? { ...refusal, meaning: 'exists' } : refusal;
}

async function createRecord(
  client: LegacyClient,
  { record, ttlSeconds, recordLine }: WantedRecord,
  place: Place,
): Promise<Created | Refusal> {
  const line =
    recordLine === undefined
      ? { record_line: defaultLine.name, record_line_id: defaultLine.id }
      : { record_line: recordLine };
  const create = async (ttl: number | undefined): Promise<Created | Refusal> => {
    const outcome = await client.ask('Record.Create', {
      domain: place.zone,
      sub_domain: place.subDomain,
      record_type: 'TXT',
      ...line,
      value: record.value,
      ...(ttl === undefined ? {} : { ttl: String(ttl) }),
    });
    if (!outcome.ok) return outcome;
    const id = textOf(memberOf(outcome.answer['record'], 'id'));
    return { ok: true, id: id === '' ? undefined : id };
  };
  const outcome = await create(ttlSeconds);
  const tooShort = !outcome.ok && outcome.meaning === 'ttlTooLow' && ttlSeconds !== freeMinimumTtlSeconds;
  return tooShort ? create(freeMinimumTtlSeconds) : outcome;
}

function findRecords(client: LegacyClient, value: string, place: Place): Promise<Found | Refusal> {
  return idsOnPages(
    async (_, offset) => {
      const outcome = await client.ask('Record.List', {
        domain: place.zone,
        sub_domain: place.subDomain,
        record_type: 'TXT',
        offset: String(offset),
        length: String(pageSize),
      });
      if (!outcome.ok) return outcome;
      const { records, info } = outcome.answer;
      return { ok: true, rows: rowsOf(records), total: Number(memberOf(info, 'record_total')) };
    },
    (row) => {
      const listed = { type: row['type'], name: row['name'], value: row['value'] };
      return isSameRecord(listed, place.subDomain, value) ? textOf(row['id']) : undefined;
    },
  );
}
