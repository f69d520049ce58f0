import { join } from 'node:path';

/** A zone that the test cluster's bind9 is the authoritative server of. */
export interface Zone {
  /** Without a dot at its end. */
  readonly name: string;
  /** Lines of the zone file (RFC 1035 section 5), for example `www 60 IN A 127.0.0.1`. */
  readonly records?: readonly string[];
}

export interface NamedConfiguration {
  readonly dir: string;
  readonly zones: readonly Zone[];
  readonly port: number;
  readonly tsig: { readonly name: string; readonly algorithm: string; readonly secret: string };
}

/** One second: that a name is absent may be remembered no longer (RFC 2308), or tests would wait for it. */
const negativeTtlSeconds = 1;

export function zoneFile({ name, records = [] }: Zone, address: string): string {
  return [
    `$ORIGIN ${name}.`,
    '$TTL 60',
    `@ IN SOA ns1.${name}. hostmaster.${name}. 1 3600 600 86400 ${negativeTtlSeconds}`,
    `@ IN NS ns1.${name}.`,
    `ns1 IN A ${address}`,
    ...records,
    '',
  ].join('\n');
}

/** The root of the tree of names: delegates each zone to us, and knows no other. */
export function rootZone(zones: readonly Zone[], address: string): string {
  return [
    '$TTL 60',
    `. IN SOA ns.root-servers.test. hostmaster.root-servers.test. 1 3600 600 86400 ${negativeTtlSeconds}`,
    '. IN NS ns.root-servers.test.',
    `ns.root-servers.test. IN A ${address}`,
    ...zones.flatMap(({ name }) => [`${name}. IN NS ns1.${name}.`, `ns1.${name}. IN A ${address}`]),
    '',
  ].join('\n');
}

export function namedConfiguration(wanted: NamedConfiguration): string {
  const { dir, zones, port, tsig } = wanted;
  const log = (file: string) =>
    `{ file "${join(dir, file)}"; print-time iso8601-utc; print-category yes; severity info; }`;
  return `
key "${tsig.name}" { algorithm ${tsig.algorithm}; secret "${tsig.secret}"; };
controls { };
options {
  directory "${dir}";
  pid-file none;
  session-keyfile none;
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  recursion yes;
  dnssec-validation no;
  allow-query { any; };
  allow-transfer { any; };
  notify no;
  max-ncache-ttl ${negativeTtlSeconds};
};
logging {
  channel console { stderr; print-time iso8601-utc; print-category yes; severity info; };
  category default { console; };
  channel queries ${log('queries.log')};
  channel updates ${log('updates.log')};
  category queries { queries; };
  category update { updates; };
  category update-security { updates; };
};
zone "." { type primary; file "${join(dir, 'root.zone')}"; };
${zones
  .map(
    ({ name }) =>
      `zone "${name}" { type primary; file "${join(dir, `${name}.zone`)}"; allow-update { key "${tsig.name}"; }; };`,
  )
  .join('\n')}
`;
}
