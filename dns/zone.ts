import { TransientFailure } from '../api/failure.ts';
import { absoluteName } from './name.ts';
import type { DnsAnswer } from './message.ts';
import type { DnsView, Zone } from './resolver.ts';

/**
 * The zone a name lies in, found by walking up its labels until an SOA comes in the answer section; remembered for the
 * SOA's TTL. A resolver that answers for a top-level domain in place of a missing name is believed: providers know
 * which zones they hold.
 *
 * @param fqdn absolute: ends in a dot
 * @returns the zone's name, ending in a dot
 * @throws {TransientFailure} `ZoneNotFound` when no label up to the root has an SOA, `DnsLookupFailed`
 */
export async function findZone(view: DnsView, fqdn: string, signal?: AbortSignal): Promise<string> {
  return (await lookUpZone(view, fqdn, signal)).name;
}

/** As {@link findZone}, with what the SOA says about the zone. */
export async function lookUpZone(view: DnsView, fqdn: string, signal?: AbortSignal): Promise<Zone> {
  const name = absoluteName(fqdn);
  const known = view.zones.get(name);
  if (known) return known;
  for (const candidate of ancestors(name)) {
    const found = zoneIn(await view.resolve({ name: candidate, type: 'SOA' }, signal));
    if (!found) continue;
    view.zones.set(name, found.zone, found.ttlSeconds);
    return found.zone;
  }
  throw new TransientFailure(
    'ZoneNotFound',
    `Could not find the zone of ${name}: no SOA record up to the root`,
  );
}

/** The name itself and those above it, without the root. */
function ancestors(name: string): readonly string[] {
  const labels = name.slice(0, -1).split('.');
  return labels.map((_, index) => `${labels.slice(index).join('.')}.`);
}

/** A CNAME in the answer means that the SOA would be that of the target (RFC 1034 section 3.6.2). */
function zoneIn(answer: DnsAnswer): { readonly zone: Zone; readonly ttlSeconds: number } | undefined {
  if (answer.rcode !== 'NOERROR') return undefined;
  if (answer.answers.some((record) => record.type === 'CNAME')) return undefined;
  const soa = answer.answers.find((record) => record.type === 'SOA');
  if (!soa) return undefined;
  const negativeTtlSeconds = Math.min(soa.minimumSeconds, soa.ttlSeconds);
  return { zone: { name: soa.name, negativeTtlSeconds }, ttlSeconds: soa.ttlSeconds };
}
