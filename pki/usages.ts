import { TerminalFailure } from '../api/failure.ts';
import { quoted } from './quoted.ts';

/** The key usage bits of RFC 5280 section 4.2.1.3 under the API's names; the position is the bit. */
export const keyUsageBits = [
  'digital signature',
  'content commitment',
  'key encipherment',
  'data encipherment',
  'key agreement',
  'cert sign',
  'crl sign',
  'encipher only',
  'decipher only',
] as const;

/** One of the nine bits of the key usage extension. */
export type KeyUsage = (typeof keyUsageBits)[number];

/** What goes into the key usage and extended key usage extensions. */
export interface Usages {
  /** In bit order, each once. */
  readonly keyUsages: readonly KeyUsage[];
  /** Dotted OIDs in the order asked for, each once. */
  readonly extKeyUsageOids: readonly string[];
}

/** The API's names for extended key usages; of two names for one usage the first is the one to print. */
const extKeyUsages: ReadonlyMap<string, string> = new Map([
  ['any', '2.5.29.37.0'],
  ['server auth', '1.3.6.1.5.5.7.3.1'],
  ['client auth', '1.3.6.1.5.5.7.3.2'],
  ['code signing', '1.3.6.1.5.5.7.3.3'],
  ['email protection', '1.3.6.1.5.5.7.3.4'],
  ['s/mime', '1.3.6.1.5.5.7.3.4'],
  ['ipsec end system', '1.3.6.1.5.5.7.3.5'],
  ['ipsec tunnel', '1.3.6.1.5.5.7.3.6'],
  ['ipsec user', '1.3.6.1.5.5.7.3.7'],
  ['timestamping', '1.3.6.1.5.5.7.3.8'],
  ['ocsp signing', '1.3.6.1.5.5.7.3.9'],
  ['microsoft sgc', '1.3.6.1.4.1.311.10.3.3'],
  ['netscape sgc', '2.16.840.1.113730.4.1'],
]);

function keyUsageOf(usage: string): KeyUsage | undefined {
  return usage === 'signing' ? 'digital signature' : keyUsageBits.find((name) => name === usage);
}

/**
 * The extensions' contents for `spec.usages` of a Certificate or CertificateRequest. An empty list means digital
 * signature and key encipherment; a CA also signs certificates.
 *
 * @throws {TerminalFailure} `InvalidSpec` for a name that the API does not know
 */
export function usagesFor(usages: readonly string[], isCa: boolean): Usages {
  const asked = usages.length > 0 ? usages : ['digital signature', 'key encipherment'];
  const bits = new Set<KeyUsage>(isCa ? ['cert sign'] : []);
  const oids = new Set<string>();
  for (const [index, usage] of asked.entries()) {
    const bit = keyUsageOf(usage);
    const oid = extKeyUsages.get(usage);
    if (bit) bits.add(bit);
    else if (oid) oids.add(oid);
    else
      throw new TerminalFailure(
        'InvalidSpec',
        `spec.usages[${index}]: ${quoted(usage)} is not a known usage`,
      );
  }
  return { keyUsages: keyUsageBits.filter((bit) => bits.has(bit)), extKeyUsageOids: [...oids] };
}

/** The usages under the API's names, for people: an extended usage that the API does not know shows its OID. */
export function usageNames({ keyUsages, extKeyUsageOids }: Usages): readonly string[] {
  const names = [...extKeyUsages];
  return [
    ...keyUsages,
    ...extKeyUsageOids.map((oid) => names.find(([, known]) => known === oid)?.[0] ?? oid),
  ];
}
