import { Agent, fetch } from 'undici';
import type { Fetch } from '../dns/provider.ts';

/** Requests to one vendor at a time; more of them wait for a connection, and none of them for longer than its call. */
const connectionsPerHost = 32;

/** `fetch` for the APIs of vendors, over few connections that stay open. */
export function createVendorFetch(): { readonly fetch: Fetch; close(): Promise<void> } {
  const dispatcher = new Agent({ connections: connectionsPerHost });
  return {
    fetch: (input, init) => fetch(input, { ...init, dispatcher }),
    close: () => dispatcher.close(),
  };
}
