import QuickLRU from 'quick-lru';
import { TransientFailure } from '../../../../api/failure.ts';
import type { ProviderTools } from '../../../provider.ts';
import type { AwsKey } from '../sign.ts';

/** A key for a while; without an end it is asked for again soon all the same. */
export interface TemporaryKey extends AwsKey {
  readonly expiresAt?: Date | undefined;
}

/** Keys that were had for roles, for all calls of the provider. */
export interface KeyCache {
  /**
   * The key of that name, fetched once for all who wait for it and anew before it ends. That a fetch failed is not
   * remembered, and an old key serves until it ends.
   *
   * @throws {Failure} what the fetch throws, while there is no key that still serves
   */
  get(name: string, tools: ProviderTools, fetchKey: FetchKey): Promise<TemporaryKey>;
  /** @returns whether there was one */
  forget(name: string): boolean;
}

/** Serves all callers that wait for it, so what it is handed does not end when one of them goes. */
type FetchKey = (unhurried: ProviderTools) => Promise<TemporaryKey>;

interface Entry {
  key?: TemporaryKey;
  fetching?: Promise<TemporaryKey>;
}

/** A new key is fetched this long before the old one ends. */
const reserveSeconds = 300;

export function createKeyCache(): KeyCache {
  const entries = new QuickLRU<string, Entry>({ maxSize: 1000 });

  function fetchOnce(entry: Entry, tools: ProviderTools, fetchKey: FetchKey): Promise<TemporaryKey> {
    entry.fetching ??= fetchKey({ ...tools, signal: new AbortController().signal })
      .then((key) => (entry.key = key))
      .finally(() => delete entry.fetching);
    return entry.fetching;
  }

  return {
    async get(name, tools, fetchKey) {
      const entry = entries.get(name) ?? {};
      entries.set(name, entry);
      const old = entry.key;
      if (old && secondsLeft(old, tools) > reserveSeconds) return old;
      try {
        return await fetchOnce(entry, tools, fetchKey);
      } catch (error) {
        if (!(error instanceof TransientFailure) || !old || secondsLeft(old, tools) <= 0) throw error;
        tools.log.warn({ reason: error.reason }, 'A key of AWS could not be renewed yet');
        return old;
      }
    },
    forget(name) {
      const known = entries.get(name)?.key !== undefined;
      entries.delete(name);
      return known;
    },
  };
}

/** Keys without an end, as an environment has them, are read every time. */
function secondsLeft({ expiresAt }: TemporaryKey, { clock }: ProviderTools): number {
  return expiresAt === undefined ? 0 : (expiresAt.getTime() - clock.now().getTime()) / 1000;
}
