import { domainToASCII } from 'node:url';
import type { LaggingList } from '../lagging-list.ts';
import type { Received } from '../listener.ts';
import type { Publisher } from '../publish.ts';
import { VendorError } from '../vendor-error.ts';

export interface FakeZone {
  /** 32 hex digits. */
  readonly id: string;
  /** Punycode. */
  readonly name: string;
  readonly status: 'active' | 'moved' | 'pending';
}

export interface FakeRecord {
  readonly id: string;
  readonly zoneId: string;
  /** The whole name, punycode. */
  readonly name: string;
  readonly type: string;
  /** As it was sent, quotes and all. */
  readonly content: string;
  readonly ttlSeconds: number;
}

/** What the routes work on. */
export interface Stage {
  readonly zones: readonly FakeZone[];
  readonly records: LaggingList<FakeRecord>;
  readonly publisher: Publisher;
  readonly largestPage: number;
  readonly nextId: () => string;
}

/** What comes back as `result`, and as `result_info` where it is a page. */
export interface Told {
  readonly result: unknown;
  readonly info?: object;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly action: string;
  readonly run: (stage: Stage, received: Received, ids: readonly string[]) => Promise<Told> | Told;
}

const base = '/client/v4/zones';

export const routes: readonly Route[] = [
  { method: 'GET', path: new RegExp(`^${base}$`), action: 'list zones', run: listZones },
  {
    method: 'GET',
    path: new RegExp(`^${base}/(\\w+)/dns_records$`),
    action: 'list records',
    run: listRecords,
  },
  {
    method: 'POST',
    path: new RegExp(`^${base}/(\\w+)/dns_records$`),
    action: 'create a record',
    run: createRecord,
  },
  {
    method: 'DELETE',
    path: new RegExp(`^${base}/(\\w+)/dns_records/(\\w+)$`),
    action: 'delete a record',
    run: deleteRecord,
  },
];

function listZones(stage: Stage, { url }: Received): Told {
  const name = url.searchParams.get('name');
  const found = stage.zones.filter((zone) => name === null || zone.name === domainToASCII(name));
  return pageOf(stage, url, found, ({ id, name, status }) => ({ id, name, status, paused: false }));
}

function listRecords(stage: Stage, { url }: Received, [zoneId = '']: readonly string[]): Told {
  const zone = zoneOf(stage, zoneId);
  const [type, name] = [url.searchParams.get('type'), url.searchParams.get('name')];
  const found = stage.records.listed.filter(
    (one) =>
      one.zoneId === zone.id &&
      (type === null || one.type === type) &&
      (name === null || one.name === name.toLowerCase()),
  );
  return pageOf(stage, url, found, describe);
}

async function createRecord(
  stage: Stage,
  { body }: Received,
  [zoneId = '']: readonly string[],
): Promise<Told> {
  const zone = zoneOf(stage, zoneId);
  const wanted = JSON.parse(body.toString('utf8')) as Readonly<Record<string, unknown>>;
  const [type, written, content] = [text(wanted['type']), text(wanted['name']), text(wanted['content'])];
  const ttlSeconds = Number(wanted['ttl'] ?? 1);
  if (ttlSeconds !== 1 && !(ttlSeconds >= 60 && ttlSeconds <= 86_400)) {
    throw new VendorError(
      '9021',
      'Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic.',
      400,
    );
  }
  const name = within(written.toLowerCase(), zone.name);
  const same = (one: FakeRecord): boolean =>
    one.zoneId === zone.id && one.type === type && one.name === name && bare(one.content) === bare(content);
  if (stage.records.current.some(same)) {
    throw new VendorError('81058', 'An identical record already exists.', 400);
  }
  const record = { id: stage.nextId(), zoneId: zone.id, name, type, content, ttlSeconds };
  stage.records.add(record);
  await publish(stage, 'add', zone, record);
  return { result: describe(record) };
}

async function deleteRecord(
  stage: Stage,
  _: Received,
  [zoneId = '', id = '']: readonly string[],
): Promise<Told> {
  const zone = zoneOf(stage, zoneId);
  const record = stage.records.remove((one) => one.zoneId === zone.id && one.id === id);
  if (!record) throw new VendorError('81044', 'Record does not exist.', 404);
  await publish(stage, 'remove', zone, record);
  return { result: { id } };
}

function describe({ id, name, type, content, ttlSeconds }: FakeRecord): object {
  return { id, name, type, content, ttl: ttlSeconds, proxied: false, proxiable: false };
}

export async function publish(
  stage: Stage,
  kind: 'add' | 'remove',
  zone: FakeZone,
  record: FakeRecord,
): Promise<void> {
  if (record.type !== 'TXT') return;
  const subDomain = record.name === zone.name ? '@' : record.name.slice(0, -zone.name.length - 1);
  const ttlSeconds = Math.max(60, record.ttlSeconds);
  const value = bare(record.content);
  await stage.publisher.publish({ do: kind, zone: zone.name, subDomain, value, ttlSeconds });
}

/** Tokens are told that they may not when there is no such zone. */
function zoneOf(stage: Stage, id: string): FakeZone {
  const zone = stage.zones.find((one) => one.id === id);
  if (zone) return zone;
  throw new VendorError('9109', 'Unauthorized to access requested resource', 403);
}

/** A name outside the zone is taken for one below it. */
function within(name: string, zone: string): string {
  return name === zone || name.endsWith(`.${zone}`) ? name : `${name}.${zone}`;
}

function bare(content: string): string {
  return content.replace(/^"(.*)"$/, '$1');
}

function text(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new VendorError('9005', 'Content for the record is invalid.', 400);
}

function pageOf<Item>(stage: Stage, url: URL, all: readonly Item[], describe: (item: Item) => object): Told {
  const page = Number(url.searchParams.get('page') ?? 1);
  const size = Math.min(Number(url.searchParams.get('per_page') ?? 20), stage.largestPage);
  const result = all.slice((page - 1) * size, page * size).map(describe);
  const info = {
    page,
    per_page: size,
    count: result.length,
    total_count: all.length,
    total_pages: Math.ceil(all.length / size),
  };
  return { result, info };
}
