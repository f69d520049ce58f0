import { TerminalFailure } from '../api/failure.ts';
import { absoluteName } from './name.ts';
import type { DnsView } from './resolver.ts';

/** More than anybody needs; ends chains that grow while we follow them. */
const longestChain = 50;

/**
 * Follows CNAMEs to the name that holds the records.
 *
 * @param fqdn absolute: ends in a dot
 * @returns the last name of the chain, which may have no records at all; `fqdn` itself when it is no alias
 * @throws {TerminalFailure} `CnameLoop`
 * @throws {TransientFailure} `DnsLookupFailed`
 */
export async function followCnames(view: DnsView, fqdn: string, signal?: AbortSignal): Promise<string> {
  const start = absoluteName(fqdn);
  const seen = new Set([start]);
  let name = start;
  for (;;) {
    const { answers } = await view.resolve({ name, type: 'CNAME' }, signal);
    const alias = answers.find((record) => record.type === 'CNAME' && record.name === name);
    if (alias?.type !== 'CNAME') return name;
    name = alias.target;
    if (seen.has(name) || seen.size > longestChain) {
      throw new TerminalFailure(
        'CnameLoop',
        `Following the CNAME of ${start} does not end: it leads to ${name} again`,
      );
    }
    seen.add(name);
  }
}
