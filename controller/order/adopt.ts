import { decodeCertificate } from '../../pki/certificate.ts';
import type { CaOrder, Identifier } from '../acme/answers.ts';
import type { AcmeClient } from '../acme/client.ts';
import { identifiersKey } from './identifiers.ts';

/** URLs looked through at most: the list of an old account can be long. */
const mostOrders = 3000;
/** Orders asked about at most, newest first. */
const mostQuestions = 200;

/** What an order must fit to be taken over. */
export interface OrphanWish {
  readonly identifiers: readonly Identifier[];
  /** Of the CSR's key, hex. */
  readonly spkiDigest: string;
  /** Whether another Order object has that URL. */
  claimed(url: string): boolean;
}

/**
 * Finds orders that an account has at the CA and that no Order object claims: left over when the process died between
 * placing an order and writing its URL down, or when somebody deleted the Order object.
 */
export interface Adoption {
  /** @returns an order that waits for proofs or a CSR, or that was issued for this very key */
  find(client: AcmeClient, wish: OrphanWish): Promise<CaOrder | undefined>;
  /** Something may have been placed that we do not know of: look again. */
  doubt(client: AcmeClient): void;
}

interface Known {
  /** Newest first. Whatever came after we looked is our own, and known. */
  readonly urls: Promise<readonly string[]>;
  /** Identifiers of orders that were asked about; they never change. */
  readonly identifiers: Map<string, string>;
}

export function createAdoption(): Adoption {
  const accounts = new WeakMap<AcmeClient, Known>();

  function known(client: AcmeClient): Known {
    const before = accounts.get(client);
    if (before !== undefined) return before;
    const urls = client.orderUrls(mostOrders).then((listed) => listed?.toReversed() ?? []);
    urls.catch(() => accounts.delete(client));
    const now = { urls, identifiers: new Map<string, string>() };
    accounts.set(client, now);
    return now;
  }

  return {
    async find(client, wish) {
      const { urls, identifiers } = known(client);
      const wanted = identifiersKey(wish.identifiers);
      const orphans = (await urls).filter((url) => !wish.claimed(url)).slice(0, mostQuestions);
      for (const url of orphans) {
        if ((identifiers.get(url) ?? wanted) !== wanted) continue;
        const order = await client.order(url);
        const key = identifiersKey(order.identifiers);
        identifiers.set(url, key);
        if (key === wanted && (await isUsable(client, order, wish.spkiDigest))) return order;
      }
      return undefined;
    },
    doubt: (client) => void accounts.delete(client),
  };
}

/** An order under way with somebody's CSR, or done with another key, is none of ours. */
async function isUsable(client: AcmeClient, order: CaOrder, spkiDigest: string): Promise<boolean> {
  if (order.status === 'pending' || order.status === 'ready') return true;
  if (order.status !== 'valid' || order.certificateUrl === undefined) return false;
  return decodeCertificate(await client.certificate(order.certificateUrl)).spkiDigest === spkiDigest;
}
