import { setTimeout as sleep } from 'node:timers/promises';
import { sendUpdate } from '../../dns/update/client.ts';
import type { TsigAlgorithm } from '../../dns/update/tsig.ts';

/** The server that gives out what an account holds; the test cluster's bind9 fits. */
export interface PublishTarget {
  /** Of 127.0.0.1. */
  readonly port: number;
  readonly tsig: { readonly name: string; readonly algorithm: string; readonly secret: string };
}

/** One TXT value that has come or gone. */
export interface PublishedChange {
  readonly do: 'add' | 'remove';
  /** Punycode, without a dot at the end. */
  readonly zone: string;
  /** `@` for the zone itself. */
  readonly subDomain: string;
  readonly value: string;
  readonly ttlSeconds: number;
}

export interface Publisher {
  /** Resolves when DNS has what changed, or at once when that takes its time. */
  publish(change: PublishedChange): Promise<void>;
  /** Resolves when DNS has everything. */
  settled(): Promise<void>;
}

/**
 * Has bind9 serve the TXT records of an account, by signed updates (RFC 2136), so that real resolvers see them.
 *
 * @param target nothing is published without it
 * @param lagSeconds how long DNS is behind the API
 */
export function publisherTo(target: PublishTarget | undefined, lagSeconds = 0): Publisher {
  if (!target) return { publish: () => Promise.resolve(), settled: () => Promise.resolve() };
  let last: Promise<unknown> = Promise.resolve();
  return {
    async publish(change) {
      const mine = Promise.all([last, sleep(lagSeconds * 1000)]).then(() => update(target, change));
      last = mine.catch(() => undefined);
      if (lagSeconds === 0) await mine;
    },
    settled: async () => void (await last),
  };
}

async function update(target: PublishTarget, wanted: PublishedChange): Promise<void> {
  const { zone, subDomain, value, ttlSeconds } = wanted;
  const { name, algorithm, secret } = target.tsig;
  const key = {
    name,
    algorithm: algorithm.replaceAll('-', '').toUpperCase() as TsigAlgorithm,
    secret: Buffer.from(secret, 'base64'),
  };
  const fqdn = subDomain === '@' ? `${zone}.` : `${subDomain}.${zone}.`;
  const change =
    wanted.do === 'add'
      ? ({ do: 'add', fqdn, value, ttlSeconds } as const)
      : ({ do: 'remove', fqdn, value } as const);
  const endpoint = { host: '127.0.0.1', port: target.port };
  await sendUpdate({ endpoint, protocol: 'TCP', key, zone: `${zone}.` }, change, new Date());
}
