import { meaningOf } from './classify.ts';
import { isObject, textOf } from './envelope.ts';
import type { Outcome } from './envelope.ts';
import { asciiName } from './names.ts';
import type { Session } from './session.ts';
import type { Place } from './zone-search.ts';

/** Its name on the mainland site; the id is the same on both sites, and wins over the name. */
const defaultLine = { RecordLine: '默认', RecordLineId: '0' };

/** What free plans ask for, where the plan's own minimum cannot be read. */
const freeMinimumTtlSeconds = 600;
const pageSize = 500;
const mostPages = 20;

/** Creates the TXT record; with the plan's shortest TTL where the wanted one is too short for it. */
export async function createRecord(session: Session, place: Place): Promise<Outcome> {
  const { client, config } = session;
  const line = config.recordLine === undefined ? defaultLine : { RecordLine: config.recordLine };
  const create = (ttlSeconds: number | undefined): Promise<Outcome> =>
    client.call('CreateRecord', {
      Domain: place.zone,
      SubDomain: place.subDomain,
      RecordType: 'TXT',
      ...line,
      Value: session.record.value,
      TTL: ttlSeconds,
    });
  const outcome = await create(config.ttlSeconds);
  if (outcome.ok || meaningOf(outcome.code) !== 'ttlTooLow') return outcome;
  const minimum = await minimumTtlSeconds(session, place.zone);
  session.tools.log.info(
    { zone: place.zone, ttlSeconds: minimum },
    'The TTL was raised to what the DNSPod plan allows',
  );
  return create(minimum);
}

/** @returns the id of the record that was created, `undefined` when the answer does not tell */
export function createdId(outcome: Outcome): number | undefined {
  const id = outcome.ok ? Number(outcome.answer['RecordId']) : Number.NaN;
  return Number.isSafeInteger(id) ? id : undefined;
}

export async function deleteRecord({ client }: Session, zone: string, recordId: number): Promise<Outcome> {
  return client.call('DeleteRecord', { Domain: zone, RecordId: recordId });
}

/**
 * Lists the TXT records of exactly this name with exactly this value. The list lags: it may lack what was created within
 * the last 30 seconds and have what was deleted.
 */
export async function findRecords(
  session: Session,
  place: Place,
): Promise<{ readonly outcome: Outcome; readonly recordIds: readonly number[] }> {
  const recordIds: number[] = [];
  for (let page = 0, offset = 0; ; page += 1) {
    const outcome = await session.client.call('DescribeRecordList', {
      Domain: place.zone,
      Subdomain: place.subDomain,
      RecordType: 'TXT',
      ErrorOnEmpty: 'no',
      Offset: offset,
      Limit: pageSize,
    });
    const { rows, total } = readList(outcome);
    recordIds.push(
      ...rows.filter((row) => isSame(row, session, place)).map((row) => Number(row['RecordId'])),
    );
    offset += rows.length;
    if (rows.length === 0 || offset >= total || page >= mostPages) return { outcome, recordIds };
  }
}

type Row = Readonly<Record<string, unknown>>;

function readList(outcome: Outcome): { readonly rows: readonly Row[]; readonly total: number } {
  if (!outcome.ok) return { rows: [], total: 0 };
  const { RecordList: list, RecordCountInfo: counts } = outcome.answer;
  const rows = Array.isArray(list) ? list.filter(isObject) : [];
  const total = isObject(counts) ? Number(counts['TotalCount']) : Number.NaN;
  return { rows, total: Number.isFinite(total) ? total : rows.length };
}

/** Lists have Unicode names, and quote values at times. */
function isSame(row: Row, { record }: Session, place: Place): boolean {
  const value = textOf(row['Value']);
  return (
    textOf(row['Type']) === 'TXT' &&
    asciiName(textOf(row['Name'])) === place.subDomain &&
    (value === record.value || value === `"${record.value}"`)
  );
}

/** `MinTtl` of the plan that the zone is on; grades are spelled `D_Free` here and `D_FREE` there. */
async function minimumTtlSeconds({ client }: Session, zone: string): Promise<number> {
  const [domain, packages] = [
    await client.call('DescribeDomain', { Domain: zone }),
    await client.call('DescribePackageDetail', {}),
  ];
  if (!domain.ok || !packages.ok) return freeMinimumTtlSeconds;
  const { DomainInfo: info } = domain.answer;
  const { Info: plans } = packages.answer;
  const grade = textOf(isObject(info) ? info['Grade'] : undefined).toUpperCase();
  const plan = (Array.isArray(plans) ? plans : [])
    .filter(isObject)
    .find((one) => textOf(one['DomainGrade']).toUpperCase() === grade);
  const minimum = Number(plan?.['MinTtl']);
  return Number.isInteger(minimum) && minimum > 0 ? minimum : freeMinimumTtlSeconds;
}
