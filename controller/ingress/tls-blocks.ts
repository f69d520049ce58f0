import { isIpAddress } from '../../api/ip-addresses.ts';
import type { Ingress } from '../../api/networking.ts';
import { badConfig } from './problem.ts';

/** One entry of `spec.tls` that a Certificate is made from. */
export interface TlsBlock {
  readonly secretName: string;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

export interface TlsBlocks {
  readonly blocks: readonly TlsBlock[];
  /** Why others are not. */
  readonly skipped: readonly string[];
}

type Entry = NonNullable<NonNullable<Ingress['spec']>['tls']>[number];

/** @throws {TerminalFailure} `BadConfig` when two entries share a Secret: nobody can say whose names it holds */
export function tlsBlocks(tls: readonly Entry[]): TlsBlocks {
  const names = tls.map(({ secretName = '' }) => secretName).filter((name) => name !== '');
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw badConfig(`Duplicate TLS entry for secretName "${twice}"`);
  const skipped = tls.flatMap((entry, place) => {
    const missing = missingIn(entry).map((member) => `spec.tls[${place}].${member}: Required value`);
    return missing.length === 0 ? [] : [`Skipped a TLS block: ${missing.join(', ')}`];
  });
  return { blocks: tls.filter((entry) => missingIn(entry).length === 0).map(blockOf), skipped };
}

function missingIn({ hosts = [], secretName = '' }: Entry): readonly string[] {
  return [...(hosts.length === 0 ? ['hosts'] : []), ...(secretName === '' ? ['secretName'] : [])];
}

function blockOf({ hosts = [], secretName = '' }: Entry): TlsBlock {
  return {
    secretName,
    dnsNames: hosts.filter((host) => !isIpAddress(host)),
    ipAddresses: hosts.filter(isIpAddress),
  };
}
