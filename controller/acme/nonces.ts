/** More than a burst of parallel requests leaves behind; servers forget old nonces. */
const most = 100;

/**
 * Replay nonces that answers brought along (RFC 8555 section 6.5.1), so that requests need no `newNonce` call first. The
 * freshest is used first: servers keep a window.
 */
export interface NoncePool {
  take(): string | undefined;
  put(nonce: string): void;
}

export function createNoncePool(): NoncePool {
  const nonces: string[] = [];
  return {
    take: () => nonces.pop(),
    put(nonce) {
      nonces.push(nonce);
      if (nonces.length > most) nonces.shift();
    },
  };
}
