import { domainToASCII } from 'node:url';

/**
 * A name as DNS has it: punycode, lower case, no dot at the end. DNSPod's lists give Unicode. What cannot be written so
 * (`domainToASCII` refuses it) is left as it is, to match nothing else.
 */
export function asciiName(name: string): string {
  const bare = name.trim().toLowerCase().replace(/\.$/, '');
  return domainToASCII(bare) || bare;
}

/**
 * The part of a name below its zone, as DNSPod wants it.
 *
 * @returns `@` for the zone itself, `undefined` when the name does not lie in the zone
 */
export function relativeName(fqdn: string, zone: string): string | undefined {
  const [name, apex] = [asciiName(fqdn), asciiName(zone)];
  if (apex === '') return undefined;
  if (name === apex) return '@';
  return name.endsWith(`.${apex}`) ? name.slice(0, -apex.length - 1) : undefined;
}

/** Zones that a name may lie in: itself and every name above it with two labels or more, longest first. */
export function possibleZones(fqdn: string): readonly string[] {
  const labels = asciiName(fqdn).split('.');
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
}
