import { childOf, parseXml, textAt, textElement, writeXml } from '../../../dns/providers/route53/xml.ts';
import type { XmlElement } from '../../../dns/providers/route53/xml.ts';
import { unquoteTxt } from '../../../dns/providers/route53/txt.ts';
import type { Received } from '../listener.ts';
import type { Publisher } from '../publish.ts';
import { VendorError } from '../vendor-error.ts';
import { applyChanges, inOrder, sortKey } from './hosted-zones.ts';
import type { FakeSet, FakeZone } from './hosted-zones.ts';

/** What the routes work on. */
export interface Stage {
  readonly zones: readonly FakeZone[];
  sets: readonly FakeSet[];
  readonly publisher: Publisher;
  readonly largestPage: number;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly action: string;
  /** @returns XML */
  readonly run: (stage: Stage, received: Received, id: string) => string | Promise<string>;
}

const base = '/2013-04-01';

export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: new RegExp(`^${base}/hostedzonesbyname$`),
    action: 'ListHostedZonesByName',
    run: listZones,
  },
  {
    method: 'GET',
    path: new RegExp(`^${base}/hostedzone/(\\w+)/rrset$`),
    action: 'ListResourceRecordSets',
    run: listSets,
  },
  {
    method: 'POST',
    path: new RegExp(`^${base}/hostedzone/(\\w+)/rrset/$`),
    action: 'ChangeResourceRecordSets',
    run: changeSets,
  },
];

function listZones(stage: Stage, { url }: Received): string {
  const from = sortKey({ name: url.searchParams.get('dnsname') ?? '', type: '', identifier: undefined });
  const after = stage.zones
    .map((zone) => ({ zone, key: sortKey({ name: zone.name, type: '', identifier: undefined }) }))
    .filter(({ key }) => key >= from)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const zones = after.slice(0, 100).map(({ zone }) => {
    const config = element('Config', textElement('PrivateZone', String(zone.private)));
    return element(
      'HostedZone',
      textElement('Id', `/hostedzone/${zone.id}`),
      textElement('Name', `${zone.name}.`),
      config,
    );
  });
  return document(
    element(
      'ListHostedZonesByNameResponse',
      element('HostedZones', ...zones),
      textElement('IsTruncated', 'false'),
    ),
  );
}

function listSets(stage: Stage, { url }: Received, id: string): string {
  const zone = zoneOf(stage, id);
  const [name, type, identifier] = ['name', 'type', 'identifier'].map((one) => url.searchParams.get(one));
  const from = sortKey({ name: name ?? '', type: type ?? '', identifier: identifier ?? undefined });
  const found = inOrder(stage.sets.filter((one) => one.zoneId === zone.id)).filter(
    (one) => sortKey(one) >= from,
  );
  const page = found.slice(0, stage.largestPage);
  const next = found[stage.largestPage];
  const more = next
    ? [
        textElement('NextRecordName', next.name),
        textElement('NextRecordType', next.type),
        ...(next.identifier === undefined ? [] : [textElement('NextRecordIdentifier', next.identifier)]),
      ]
    : [];
  return document(
    element(
      'ListResourceRecordSetsResponse',
      element('ResourceRecordSets', ...page.map(describe)),
      textElement('IsTruncated', String(next !== undefined)),
      ...more,
    ),
  );
}

async function changeSets(stage: Stage, { body }: Received, id: string): Promise<string> {
  const zone = zoneOf(stage, id);
  const wanted = childOf(parseXml(body.toString('utf8')), 'ChangeBatch', 'Changes')?.children ?? [];
  if (wanted.length === 0) throw new VendorError('InvalidInput', 'Invalid XML', 400);
  const changes = wanted.map((one) => ({
    action: textAt(one, 'Action'),
    set: readSet(zone, childOf(one, 'ResourceRecordSet')),
  }));
  const before = stage.sets;
  const others = before.filter((one) => one.zoneId !== zone.id);
  const mine = before.filter((one) => one.zoneId === zone.id);
  stage.sets = [...others, ...applyChanges(zone, mine, changes)];
  await publishDifference(stage, zone, before);
  const info = element('ChangeInfo', textElement('Id', '/change/C1'), textElement('Status', 'PENDING'));
  return document(element('ChangeResourceRecordSetsResponse', info));
}

/** Has DNS give out what the sets of the zone hold now. */
export async function publishDifference(
  stage: Stage,
  zone: FakeZone,
  before: readonly FakeSet[],
): Promise<void> {
  if (zone.private) return;
  const [old, now] = [before, stage.sets].map((sets) => valuesOf(sets, zone));
  const differences = [
    ...[...(old ?? [])].filter((one) => !now?.has(one)).map((one) => ['remove', one] as const),
    ...[...(now ?? [])].filter((one) => !old?.has(one)).map((one) => ['add', one] as const),
  ];
  for (const [kind, told] of differences) {
    const [name = '', value = ''] = JSON.parse(told) as readonly string[];
    const subDomain = name === `${zone.name}.` ? '@' : name.slice(0, -zone.name.length - 2);
    await stage.publisher.publish({ do: kind, zone: zone.name, subDomain, value, ttlSeconds: 60 });
  }
}

function valuesOf(sets: readonly FakeSet[], zone: FakeZone): ReadonlySet<string> {
  const mine = sets.filter(({ zoneId, type }) => zoneId === zone.id && type === 'TXT');
  return new Set(
    mine.flatMap(({ name, values }) => values.map((value) => JSON.stringify([name, unquoteTxt(value)]))),
  );
}

function readSet(zone: FakeZone, set: XmlElement | undefined): FakeSet {
  const records = childOf(set, 'ResourceRecords')?.children ?? [];
  return {
    zoneId: zone.id,
    name: textAt(set, 'Name').toLowerCase(),
    type: textAt(set, 'Type'),
    identifier: textAt(set, 'SetIdentifier') || undefined,
    multiValue: textAt(set, 'MultiValueAnswer') === 'true',
    ttlSeconds: Number(textAt(set, 'TTL') || Number.NaN),
    values: records.map((record) => textAt(record, 'Value')),
  };
}

function describe({ name, type, identifier, multiValue, ttlSeconds, values }: FakeSet): XmlElement {
  const records = values.map((value) => element('ResourceRecord', textElement('Value', value)));
  return element(
    'ResourceRecordSet',
    textElement('Name', name.replaceAll('*', '\\052')),
    textElement('Type', type),
    ...(identifier === undefined ? [] : [textElement('SetIdentifier', identifier)]),
    ...(multiValue ? [textElement('MultiValueAnswer', 'true')] : []),
    textElement('TTL', String(ttlSeconds)),
    element('ResourceRecords', ...records),
  );
}

function zoneOf(stage: Stage, id: string): FakeZone {
  const zone = stage.zones.find((one) => one.id === id);
  if (zone) return zone;
  throw new VendorError('NoSuchHostedZone', `No hosted zone found with ID: ${id}`, 404);
}

export function element(name: string, ...children: readonly XmlElement[]): XmlElement {
  return { name, text: '', children };
}

export function document(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeXml(root)}`;
}
