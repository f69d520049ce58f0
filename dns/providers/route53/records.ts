import type { TxtRecord } from '../../provider.ts';
import type { Turns } from '../../vendor-api/memory.ts';
import { asciiName } from '../../vendor-api/names.ts';
import type { Refusal } from '../../vendor-api/refusal.ts';
import type { RecordApi } from '../../vendor-api/session.ts';
import type { Route53Client } from './client.ts';
import { addition, elementOf, ownSet, readTxtSets, removal } from './record-sets.ts';
import type { Changes, RecordSet } from './record-sets.ts';
import { textAt, writeXml } from './xml.ts';
import type { Zones } from './zones.ts';

export interface RecordTools {
  readonly client: Route53Client;
  readonly zones: Zones;
  /** Changes of one zone are made one after the other: Route 53 refuses them at the same time. */
  readonly turns: Turns;
}

/** So many times somebody else may be faster within one call. */
const mostRounds = 8;
/** No name has more sets than are on these pages. */
const mostPages = 20;
const namespace = 'https://route53.amazonaws.com/doc/2013-04-01/';

const absent: Refusal = { ok: false, code: 'absent', message: 'There is no such record.', meaning: 'absent' };
const exists: Refusal = { ok: false, code: 'exists', message: 'The record is there.', meaning: 'exists' };
const contested: Refusal = {
  ok: false,
  code: 'InvalidChangeBatch',
  message: 'Others change the records of this name all the time.',
  meaning: 'passing',
};

type Done = { readonly ok: true };

/** TXT values. A value's id is the identifier of its set; lists have at once what was changed. */
export function route53Records({ client, zones, turns }: RecordTools, record: TxtRecord): RecordApi {
  const name = asciiName(record.fqdn);
  const own = ownSet(name, record.value);

  /** Changes from what is guessed to be there; from what is there when that is refused, as long as it changes. */
  async function change(
    zoneId: string,
    plan: (sets: readonly RecordSet[]) => Changes | undefined,
    guess: readonly RecordSet[],
  ): Promise<Done | 'nothing' | Refusal> {
    let sets = guess;
    let refused = '';
    for (let round = 0; round < mostRounds; round += 1) {
      const changes = plan(sets);
      if (!changes) return 'nothing';
      const body = batch(changes);
      const outcome = await client.ask({ ...changing(zoneId), body });
      if (outcome.ok) return { ok: true };
      if (outcome.code !== 'InvalidChangeBatch' || body === refused) return outcome;
      refused = body;
      const found = await listSets(client, zoneId, name);
      if (!found.ok) return found;
      sets = found.sets;
    }
    return contested;
  }

  return {
    listsLag: false,
    create: ({ zone }) =>
      inZoneOfId(zones, zone, (zoneId) =>
        turns.inTurn(zoneId, async () => {
          const outcome = await change(zoneId, (sets) => addition(sets, name, record.value), []);
          if (outcome === 'nothing') return exists;
          return outcome.ok ? { ok: true, id: own.identifier } : outcome;
        }),
      ),
    // Its own set can be named without having been seen; removing it tells whether it is there.
    find: ({ zone }) => inZoneOfId(zones, zone, () => Promise.resolve({ ok: true, ids: [record.value] })),
    remove: ({ zone }) =>
      inZoneOfId(zones, zone, (zoneId) =>
        turns.inTurn(zoneId, async () => {
          const outcome = await change(zoneId, (sets) => removal(sets, record.value), [own]);
          return outcome === 'nothing' ? absent : outcome;
        }),
      ),
  };
}

function changing(zoneId: string) {
  return { action: 'ChangeResourceRecordSets', method: 'POST', path: `${pathOf(zoneId)}/` } as const;
}

function pathOf(zoneId: string): string {
  return `/hostedzone/${encodeURIComponent(zoneId)}/rrset`;
}

function batch(changes: Changes): string {
  const inside = writeXml(elementOf('ChangeBatch', [elementOf('Changes', changes)]));
  return `<ChangeResourceRecordSetsRequest xmlns="${namespace}">${inside}</ChangeResourceRecordSetsRequest>`;
}

/** Does something in a zone; once more when the id that was remembered is not its id any more. */
async function inZoneOfId<Answer extends { readonly ok: true }>(
  zones: Zones,
  zone: string,
  act: (zoneId: string) => Promise<Answer | Refusal>,
): Promise<Answer | Refusal> {
  const found = await zones.idOf(zone);
  if (!found.ok) return found;
  const outcome = await act(found.id);
  if (outcome.ok || outcome.meaning !== 'notOurZone') return outcome;
  zones.forget(zone);
  return found.known ? inZoneOfId(zones, zone, act) : outcome;
}

/** All TXT sets of the name. The list of a zone is in order, so they follow each other from there. */
async function listSets(
  client: Route53Client,
  zoneId: string,
  name: string,
): Promise<{ readonly ok: true; readonly sets: readonly RecordSet[] } | Refusal> {
  const sets: RecordSet[] = [];
  let identifier = '';
  for (let page = 0; page < mostPages; page += 1) {
    const query = { name: `${name}.`, type: 'TXT', ...(identifier !== '' && { identifier }) };
    const outcome = await client.ask({
      action: 'ListResourceRecordSets',
      method: 'GET',
      path: pathOf(zoneId),
      query,
    });
    if (!outcome.ok) return outcome;
    const { root } = outcome;
    const here = readTxtSets(root, name);
    sets.push(...here);
    identifier = textAt(root, 'NextRecordIdentifier');
    if (textAt(root, 'IsTruncated') !== 'true' || here.length === 0 || identifier === '') break;
  }
  return { ok: true, sets };
}
