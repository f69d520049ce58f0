import { domainToASCII, domainToUnicode } from 'node:url';
import type { LaggingList } from '../lagging-list.ts';
import type { Publisher } from '../publish.ts';
import { VendorError } from '../vendor-error.ts';

export interface FakeZone {
  /** Punycode. */
  readonly name: string;
  /** What the edition allows. */
  readonly minTtlSeconds: number;
}

export interface FakeRecord {
  readonly recordId: string;
  readonly zone: string;
  /** Punycode; `@` for the zone itself. */
  readonly rr: string;
  readonly type: string;
  readonly value: string;
  readonly ttlSeconds: number;
}

/** What the actions work on. */
export interface Stage {
  readonly zones: readonly FakeZone[];
  readonly records: LaggingList<FakeRecord>;
  readonly publisher: Publisher;
  /** Zones with a change under way: there can only be one at a time. */
  readonly busy: Set<string>;
  readonly nextId: () => string;
}

export type Query = Readonly<Record<string, string>>;
type Action = (stage: Stage, query: Query) => Promise<object> | object;

export const actions: Readonly<Record<string, Action>> = {
  AddDomainRecord: addDomainRecord,
  DeleteDomainRecord: deleteDomainRecord,
  DescribeSubDomainRecords: describeSubDomainRecords,
};

const mostRecordsOfOneName = 90;
const longestTtlSeconds = 86_400;
const largestPage = 100;
const usualPage = 20;

function addDomainRecord(stage: Stage, query: Query): Promise<object> {
  const zone = zoneOf(stage, query);
  const rr = readRr(required(query, 'RR'));
  const type = required(query, 'Type').toUpperCase();
  const value = required(query, 'Value');
  const ttlSeconds = Number(query['TTL'] ?? 600);
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < zone.minTtlSeconds || ttlSeconds > longestTtlSeconds) {
    const range = `${String(zone.minTtlSeconds)} to ${String(longestTtlSeconds)}`;
    throw refused(
      'QuotaExceeded.TTL',
      `The specified TTL is invalid. A valid TTL must be in the range of ${range}.`,
    );
  }
  const beside = stage.records.current.filter(
    (one) => one.zone === zone.name && one.rr === rr && one.type === type,
  );
  if (beside.some((one) => one.value === value)) {
    throw refused('DomainRecordDuplicate', 'The DNS record already exists.');
  }
  if (beside.length >= mostRecordsOfOneName) {
    throw refused('QuotaExceeded.Record', 'The maximum number of DNS records is exceeded.');
  }
  return alone(stage, zone.name, async () => {
    const record = { recordId: stage.nextId(), zone: zone.name, rr, type, value, ttlSeconds };
    stage.records.add(record);
    if (type === 'TXT') await stage.publisher.publish({ ...record, do: 'add', subDomain: rr });
    return { RecordId: record.recordId };
  });
}

function deleteDomainRecord(stage: Stage, query: Query): Promise<object> {
  const id = required(query, 'RecordId');
  const record = stage.records.current.find(({ recordId }) => recordId === id);
  if (!record) {
    throw refused('DomainRecordNotBelongToUser', 'The DNS record does not exist in your account.');
  }
  return alone(stage, record.zone, async () => {
    stage.records.remove((one) => one === record);
    if (record.type === 'TXT')
      await stage.publisher.publish({ ...record, do: 'remove', subDomain: record.rr });
    return { RecordId: id };
  });
}

function describeSubDomainRecords(stage: Stage, query: Query): object {
  const name = domainToASCII(required(query, 'SubDomain'));
  const zone = zoneOf(stage, query);
  const rr = name === zone.name ? '@' : name.slice(0, -zone.name.length - 1);
  const type = query['Type']?.toUpperCase();
  const found = stage.records.listed.filter(
    (one) => one.zone === zone.name && one.rr === rr && (type === undefined || one.type === type),
  );
  const size = Number(query['PageSize'] ?? usualPage);
  if (size > largestPage) throw refused('InvalidParameter.PageSize', 'PageSize must not be above 100.');
  const page = Number(query['PageNumber'] ?? 1);
  const shown = found.slice((page - 1) * size, page * size);
  return {
    TotalCount: found.length,
    PageNumber: page,
    PageSize: shown.length,
    DomainRecords: { Record: shown.map(describe) },
  };
}

function describe({ recordId, zone, rr, type, value, ttlSeconds }: FakeRecord): object {
  return {
    RecordId: recordId,
    DomainName: domainToUnicode(zone),
    RR: rr === '@' ? rr : domainToUnicode(rr) || rr,
    Type: type,
    Value: value,
    TTL: ttlSeconds,
    Line: 'default',
    Status: 'ENABLE',
    Locked: false,
  };
}

async function alone(stage: Stage, zone: string, change: () => Promise<object>): Promise<object> {
  if (stage.busy.has(zone)) {
    throw refused('LastOperationNotFinished', 'The last operation is not complete. Please try again later.');
  }
  stage.busy.add(zone);
  try {
    return await change();
  } finally {
    stage.busy.delete(zone);
  }
}

function zoneOf(stage: Stage, query: Query): FakeZone {
  const name = domainToASCII(required(query, 'DomainName'));
  const zone = stage.zones.find((one) => one.name === name);
  if (zone) return zone;
  if (!name.includes('.')) throw refused('InvalidDomainName.Format', 'Invalid domain name.');
  throw refused(
    'InvalidDomainName.NoExist',
    'The specified domain name does not exist. Refresh the page and try again.',
    404,
  );
}

function readRr(written: string): string {
  if (written === '@') return '@';
  const ascii = domainToASCII(written);
  if (ascii !== '' && ascii.split('.').every((label) => /^[\w*-]{1,63}$/.test(label))) return ascii;
  throw refused('SubDomainInvalid.Value', 'The DNS record is invalid or incorrectly formatted.');
}

function required(query: Query, name: string): string {
  const value = query[name];
  if (value !== undefined && value !== '') return value;
  throw refused(`Missing${name}`, `${name} is mandatory for this action.`);
}

function refused(code: string, message: string, status = 400): VendorError {
  return new VendorError(code, message, status);
}
