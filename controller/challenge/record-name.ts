import type { ChallengeSpec } from '../../api/challenge/challenge.ts';
import { followCnames } from '../../dns/cname.ts';
import type { DnsView } from '../../dns/resolver.ts';
import { findZone } from '../../dns/zone.ts';

/** Where a value goes. Both end in a dot. */
export interface RecordPlace {
  readonly fqdn: string;
  readonly zone: string;
}

/** RFC 8555 section 8.4. Ends in a dot. */
export function challengeFqdn(dnsName: string): string {
  return `_acme-challenge.${dnsName}.`;
}

/**
 * The name that gets the value, which is another one only when the solver follows CNAMEs, and the zone it lies in. Asked
 * again for every call: both may have changed.
 *
 * @throws {Failure} what DNS look-ups throw
 */
export async function recordPlace(
  view: DnsView,
  { dnsName, solver }: ChallengeSpec,
  signal: AbortSignal,
): Promise<RecordPlace> {
  const name = challengeFqdn(dnsName);
  const fqdn = solver.dns01?.cnameStrategy === 'Follow' ? await followCnames(view, name, signal) : name;
  return { fqdn, zone: await findZone(view, fqdn, signal) };
}
