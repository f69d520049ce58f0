import type { KeyObject } from 'node:crypto';

/**
 * Private keys that wait for their certificate in memory only: of requests that we sign ourselves at once. A crash loses
 * them, and a new key and request take their place. Found by the name the key's Secret would have had.
 */
export interface PendingKeys {
  /** @param secretKey `namespace/name` of the Secret the key would be in */
  get(secretKey: string): KeyObject | undefined;
  put(secretKey: string, key: KeyObject): void;
  drop(secretKey: string): void;
}

export function createPendingKeys(): PendingKeys {
  const keys = new Map<string, KeyObject>();
  return {
    get: (secretKey) => keys.get(secretKey),
    put: (secretKey, key) => void keys.set(secretKey, key),
    drop: (secretKey) => void keys.delete(secretKey),
  };
}
