import { sendUpdate } from '../../../dns/update/client.ts';
import type { TsigAlgorithm } from '../../../dns/update/tsig.ts';
import type { FakeAccount } from './account.ts';
import type { Stage } from './actions.ts';

/** The server that gives out what the account holds. */
export interface PublishTarget {
  /** Of 127.0.0.1. */
  readonly port: number;
  readonly tsig: { readonly name: string; readonly algorithm: string; readonly secret: string };
}

/**
 * Has bind9 serve the TXT records of the account, by signed updates (RFC 2136), so that real resolvers see them.
 *
 * @param target nothing is published without it
 */
export function publisherTo(target: PublishTarget | undefined, account: FakeAccount): Stage['publish'] {
  if (!target) return () => Promise.resolve();
  const { name, algorithm, secret } = target.tsig;
  const key = {
    name,
    algorithm: algorithm.replaceAll('-', '').toUpperCase() as TsigAlgorithm,
    secret: Buffer.from(secret, 'base64'),
  };
  return async ({ do: kind, zone: { punycode, domainId }, record }) => {
    const { type, value, subDomain, ttlSeconds } = record;
    if (type !== 'TXT') return;
    const twin = account.records.some(
      (one) =>
        one.domainId === domainId && one.type === type && one.subDomain === subDomain && one.value === value,
    );
    if (kind === 'remove' && twin) return; // on another line it is still there
    const fqdn = subDomain === '@' ? `${punycode}.` : `${subDomain}.${punycode}.`;
    const change =
      kind === 'add'
        ? ({ do: 'add', fqdn, value, ttlSeconds } as const)
        : ({ do: 'remove', fqdn, value } as const);
    const endpoint = { host: '127.0.0.1', port: target.port };
    await sendUpdate({ endpoint, protocol: 'TCP', key, zone: `${punycode}.` }, change, new Date());
  };
}
