import { domainToASCII } from 'node:url';
import { VendorError } from '../vendor-error.ts';
import { plans, unicodeName } from './account.ts';
import type { FakeAccount, FakeRecord, FakeZone } from './account.ts';

export type Parameters = Readonly<Record<string, unknown>>;

/** What the actions work on. */
export interface Stage {
  readonly account: FakeAccount;
  /** Zones of other accounts, punycode. */
  readonly foreignZones: readonly string[];
  /** No list gives more than this on one page, whatever was asked for. */
  readonly largestPage: number;
  /** Resolves when DNS has what changed. */
  publish(change: {
    readonly do: 'add' | 'remove';
    readonly zone: FakeZone;
    readonly record: FakeRecord;
  }): Promise<void>;
}

export type Action = (stage: Stage, parameters: Parameters) => Promise<object> | object;

export const actions: Readonly<Record<string, Action>> = {
  CreateRecord: createRecord,
  DeleteRecord: deleteRecord,
  DescribeRecordList: describeRecordList,
  DescribeDomain: describeDomain,
  DescribeDomainList: describeDomainList,
  DescribePackageDetail: () => ({
    Info: plans.map(({ grade, name, minTtlSeconds, subDomainLevel, recordRoll }) => ({
      DomainGrade: grade.toLowerCase().replace('dp', 'DP'), // the documentation has both spellings
      GradeTitle: name,
      MinTtl: minTtlSeconds,
      SubDomainLevel: subDomainLevel,
      RecordRoll: recordRoll,
    })),
  }),
};

/** Line names of the two sites, with their ids. */
const lines: Readonly<Record<string, string>> = { 默认: '0', Default: '0', 电信: '10=0', 境外: '3=0' };
const longestTtlSeconds = 604_800;

async function createRecord(stage: Stage, parameters: Parameters): Promise<object> {
  const zone = zoneOf(stage, parameters);
  const wanted = readWanted(zone, parameters);
  const same = ({
    domainId,
    subDomain,
    type,
    lineId,
    value,
  }: Omit<FakeRecord, 'recordId' | 'createdAt'>): string =>
    JSON.stringify([domainId, subDomain, type, lineId, value]);
  const { records } = stage.account;
  if (records.some((record) => same(record) === same(wanted))) {
    throw new VendorError('InvalidParameter.DomainRecordExist', 'The record already exists.');
  }
  const beside = records.filter(
    ({ domainId, subDomain }) => domainId === wanted.domainId && subDomain === wanted.subDomain,
  );
  if (beside.length >= zone.plan.recordRoll) {
    throw new VendorError(
      'LimitExceeded.SubdomainRollLimit',
      'The number of round-robin records is exceeded.',
    );
  }
  const record = stage.account.add(wanted);
  await stage.publish({ do: 'add', zone, record });
  return { RecordId: record.recordId };
}

function readWanted(zone: FakeZone, parameters: Parameters): Omit<FakeRecord, 'recordId' | 'createdAt'> {
  const { domainId, plan } = zone;
  const type = required(parameters, 'RecordType');
  const line = readLine(parameters);
  const value = readValue(required(parameters, 'Value'));
  const ttlSeconds = Number(parameters['TTL'] ?? plan.minTtlSeconds);
  const subDomain = readSubDomain(parameters['SubDomain'] ?? '@');
  if (subDomain !== '@' && subDomain.split('.').length > plan.subDomainLevel) {
    throw new VendorError(
      'LimitExceeded.SubdomainLevelLimit',
      'The subdomain level exceeds the limit of the plan.',
    );
  }
  if (!Number.isInteger(ttlSeconds) || ttlSeconds > longestTtlSeconds || ttlSeconds < plan.minTtlSeconds) {
    const range = `${String(plan.minTtlSeconds)}-${String(longestTtlSeconds)}`;
    throw new VendorError(
      'LimitExceeded.RecordTtlLimit',
      `The TTL is out of the range ${range} of the plan.`,
    );
  }
  return { domainId, subDomain, type, ...line, value, ttlSeconds };
}

/** The id wins over the name. */
function readLine(parameters: Parameters): { readonly line: string; readonly lineId: string } {
  const name = required(parameters, 'RecordLine');
  const { RecordLineId: id } = parameters;
  const lineId = id === undefined ? lines[name] : (id as string | number).toString();
  const line = Object.entries(lines).find(([, id]) => id === lineId)?.[0];
  if (lineId !== undefined && line !== undefined) return { line, lineId };
  throw new VendorError('InvalidParameter.RecordLineInvalid', 'The record line is wrong.');
}

function readValue(value: string): string {
  if (value.length > 255)
    throw new VendorError('InvalidParameter.RecordValueLengthInvalid', 'The record value is too long.');
  return value;
}

function readSubDomain(written: unknown): string {
  const text = typeof written === 'string' ? written : '';
  if (text === '@') return '@';
  const ascii = domainToASCII(text);
  const labels = ascii.split('.');
  if (ascii.length > 0 && ascii.length <= 100 && labels.every((label) => /^[\w*-]{1,63}$/.test(label)))
    return ascii;
  throw new VendorError('InvalidParameter.SubdomainInvalid', 'The subdomain is wrong.');
}

async function deleteRecord(stage: Stage, parameters: Parameters): Promise<object> {
  const zone = zoneOf(stage, parameters);
  const record = stage.account.remove(zone.domainId, Number(parameters['RecordId']));
  if (!record) throw new VendorError('InvalidParameter.RecordIdInvalid', 'The record id is wrong.');
  await stage.publish({ do: 'remove', zone, record });
  return {};
}

function describeRecordList(stage: Stage, parameters: Parameters): object {
  const zone = zoneOf(stage, parameters);
  const { RecordType: type, RecordLineId: lineId } = parameters;
  const named = parameters['SubDomain'] ?? parameters['Subdomain']; // the newer spelling wins
  const subDomain = named === undefined ? undefined : readSubDomain(named);
  const found = stage.account.listed.filter(
    (record) =>
      record.domainId === zone.domainId &&
      (subDomain === undefined || record.subDomain === subDomain) &&
      (type === undefined || record.type === type) &&
      (lineId === undefined || record.lineId === lineId),
  );
  const page = pageOf(stage, found, parameters, 100);
  if (page.length === 0 && parameters['ErrorOnEmpty'] !== 'no') {
    throw new VendorError('ResourceNotFound.NoDataOfRecord', 'The record list is empty.');
  }
  return {
    RecordCountInfo: { SubdomainCount: found.length, ListCount: page.length, TotalCount: found.length },
    RecordList: page.map(describeRecord),
  };
}

function describeRecord(record: FakeRecord): object {
  return {
    RecordId: record.recordId,
    Value: record.value,
    Status: 'ENABLE',
    Name: unicodeName(record.subDomain),
    Line: record.line,
    LineId: record.lineId,
    Type: record.type,
    TTL: record.ttlSeconds,
    MX: 0,
    Weight: null,
    Remark: '',
    UpdatedOn: new Date(record.createdAt).toISOString().slice(0, 19).replace('T', ' '),
    DefaultNS: false,
  };
}

function describeDomain(stage: Stage, parameters: Parameters): object {
  return { DomainInfo: { ...domainOf(zoneOf(stage, parameters)), IsSubDomain: false } };
}

function describeDomainList(stage: Stage, parameters: Parameters): object {
  const { zones } = stage.account;
  const page = pageOf(stage, zones, parameters, 3000);
  return {
    DomainCountInfo: { AllTotal: zones.length, DomainTotal: zones.length },
    DomainList: page.map((zone) => {
      const { Domain: name, ...rest } = domainOf(zone);
      return { ...rest, Name: name, TTL: zone.plan.minTtlSeconds };
    }),
  };
}

function domainOf({ domainId, punycode, plan }: FakeZone): {
  readonly Domain: string;
  readonly [member: string]: unknown;
} {
  return {
    DomainId: domainId,
    Domain: unicodeName(punycode),
    Punycode: punycode,
    Grade: plan.grade,
    Status: 'ENABLE',
  };
}

function pageOf<T>(
  stage: Stage,
  all: readonly T[],
  parameters: Parameters,
  limitDefault: number,
): readonly T[] {
  const offset = Number(parameters['Offset'] ?? 0);
  const limit = Math.min(Number(parameters['Limit'] ?? limitDefault), stage.largestPage);
  return all.slice(offset, offset + limit);
}

function zoneOf({ account, foreignZones }: Stage, parameters: Parameters): FakeZone {
  const name = required(parameters, 'Domain');
  const id = parameters['DomainId'];
  const zone = id === undefined ? account.zone(name) : account.zones.find(({ domainId }) => domainId === id);
  if (zone) return zone;
  if (!name.includes('.')) throw new VendorError('InvalidParameter.DomainInvalid', 'The domain is wrong.');
  if (foreignZones.includes(name)) {
    throw new VendorError(
      'OperationDenied.NoPermissionToOperateDomain',
      'You have no permission to operate this domain.',
    );
  }
  throw new VendorError('InvalidParameterValue.DomainNotExists', 'The domain is not in your account.');
}

function required(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new VendorError('MissingParameter', `The request is missing a required parameter \`${name}\`.`);
}
